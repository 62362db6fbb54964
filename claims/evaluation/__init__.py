"""How good the engine is, measured on annotated documents, without any framework.

from claims.evaluation import Evaluation, as_lines, read_document
evaluation = Evaluation()
document = read_document(line)
evaluation.add(document, extractor.extract(document.text).attributions)
print("\\n".join(as_lines(evaluation)))
"""

from __future__ import annotations

from claims.evaluation.documents import Annotation, Document, read_document
from claims.evaluation.errors import MalformedLine
from claims.evaluation.evaluation import Evaluation
from claims.evaluation.predictions import outermost
from claims.evaluation.report import as_dict, as_lines

__all__ = [
    "Annotation",
    "Document",
    "Evaluation",
    "MalformedLine",
    "as_dict",
    "as_lines",
    "outermost",
    "read_document",
]
