"""The network: a small encoder, a head that finds cues, and one that reads roles.

The encoder is BERT's (Devlin et al. 2019) or MPNet's (Song et al. 2020), which
differs by a relative position bias (Raffel et al. 2020). What an uncased encoder
does not see of a word is added to its states above the frozen layers. The first
word of each cue is its *anchor*; given an anchor, every word gets scores for being
outside, cue, speaker or content *of that cue*, and a linear-chain CRF (Lafferty et
al. 2001) reads the best labels. Conditioning on the cue is what CofeNet (2022)
gained most from; here it also makes shared speakers and links come out by
themselves.
"""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from claims.extraction.tagger.words import LOOKS
from training.data import LABELS

SYNTAX_WIDTH = 256  # of the layer that reads tags, dependencies and names
ARC_WIDTH = 128
FARTHEST = 15  # words from which distances of heads are all alike
DISTANCES = 48  # buckets of the signed distance from anchor to word
REACH = 5  # words a convolution sees
PARAGRAPHS = 5  # the anchor's paragraph and two on either side


@dataclass(frozen=True)
class Shape:
    """Sizes of a network."""

    kind: str  # "bert" or "mpnet"
    layers: int
    width: int
    inner: int
    heads: int
    vocabulary: int
    positions: int
    frozen: int  # lowest layers that are not trained
    head_width: int
    head_depth: int
    epsilon: float = 1e-12
    tags: int = 0  # labels of the parse; 0: none is read
    dependencies: int = 0
    entities: int = 0

    def to_dict(self) -> dict:
        """For the file beside the weights."""
        return asdict(self)


class Layer(nn.Module):
    """One post-norm transformer layer."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.heads = shape.heads
        self.query = nn.Linear(shape.width, shape.width)
        self.key = nn.Linear(shape.width, shape.width)
        self.value = nn.Linear(shape.width, shape.width)
        self.out = nn.Linear(shape.width, shape.width)
        self.norm = nn.LayerNorm(shape.width, eps=shape.epsilon)
        self.up = nn.Linear(shape.width, shape.inner)
        self.down = nn.Linear(shape.inner, shape.width)
        self.last_norm = nn.LayerNorm(shape.width, eps=shape.epsilon)
        self.dropout = nn.Dropout(0.1)

    def forward(self, states: Tensor, bias: Tensor | None) -> Tensor:
        batch, length, width = states.shape

        def split(x: Tensor) -> Tensor:
            return x.view(batch, length, self.heads, -1).transpose(1, 2)

        if torch.onnx.is_in_onnx_export():
            # one product instead of three, which quantise their input each
            parts = (self.query, self.key, self.value)
            weight = torch.cat([part.weight for part in parts])
            joint = F.linear(states, weight, torch.cat([part.bias for part in parts]))
            query, key, value = map(split, joint.chunk(3, -1))
            scores = query @ key.transpose(2, 3) / math.sqrt(width // self.heads)
            if bias is not None:
                scores = scores + bias
            mixed = torch.softmax(scores, -1) @ value
        else:
            query, key = split(self.query(states)), split(self.key(states))
            value = split(self.value(states))
            mixed = F.scaled_dot_product_attention(
                query, key, value, None if bias is None else bias.to(query.dtype)
            )
        mixed = mixed.transpose(1, 2).reshape(batch, length, width)
        states = self.norm(states + self.out(mixed))
        inner = self.down(F.gelu(self.up(states)))
        return self.last_norm(states + self.dropout(inner))


class Encoder(nn.Module):
    """Pieces to states. Padding is told by ``mask`` (None: there is none)."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        self.words = nn.Embedding(shape.vocabulary, shape.width)
        self.positions = nn.Embedding(shape.positions, shape.width)
        self.norm = nn.LayerNorm(shape.width, eps=shape.epsilon)
        self.dropout = nn.Dropout(0.1)
        self.layers = nn.ModuleList(Layer(shape) for _ in range(shape.layers))
        self.looks = nn.Embedding(LOOKS + 1, shape.width)
        nn.init.zeros_(self.looks.weight)
        if shape.kind == "mpnet":
            self.relative = nn.Embedding(32, shape.heads)
            relation = torch.arange(512)[None, :] - torch.arange(512)[:, None]
            self.register_buffer("buckets", _buckets(relation), persistent=False)

    def bias(self, length: int, mask: Tensor | None) -> Tensor | None:
        """What is added to attention scores: relative positions and padding."""
        bias = None
        if self.shape.kind == "mpnet":
            bias = self.relative(self.buckets[:length, :length]).permute(2, 0, 1)[None]
        if mask is not None:
            padding = torch.where(mask, 0.0, -1e4)[:, None, None, :]
            bias = padding if bias is None else bias + padding
        return bias

    def embed(self, ids: Tensor) -> Tensor:
        offset = 2 if self.shape.kind == "mpnet" else 0
        places = torch.arange(ids.shape[1], device=ids.device) + offset
        return self.dropout(self.norm(self.words(ids) + self.positions(places)[None]))

    def forward(self, ids: Tensor, looks: Tensor, mask: Tensor | None) -> Tensor:
        bias = self.bias(ids.shape[1], mask)
        with torch.set_grad_enabled(self.shape.frozen == 0 and torch.is_grad_enabled()):
            states = self.embed(ids)
        for number, layer in enumerate(self.layers):
            if number == self.shape.frozen:
                states = states + self.looks(looks)
            if number < self.shape.frozen:
                with torch.no_grad():
                    states = layer.eval()(states, bias)
            else:
                states = layer(states, bias)
        return states


def _buckets(relation: Tensor) -> Tensor:
    """MPNet's 32 buckets of relative position, up to a distance of 128."""
    n = -relation
    result = (n < 0).long() * 16
    n = n.abs()
    large = 8 + (torch.log(n.float().clamp(min=1) / 8) / math.log(16) * 8).long()
    return result + torch.where(n < 8, n, large.clamp(max=15))


class RoleHead(nn.Module):
    """Scores of every word's role, given the anchor of a cue."""

    def __init__(self, width: int, inner: int, depth: int) -> None:
        super().__init__()
        self.word = nn.Linear(width, inner)
        self.anchor = nn.Linear(width, inner)
        self.word_gate = nn.Linear(width, inner, bias=False)
        self.anchor_gate = nn.Linear(width, inner, bias=False)
        self.distance = nn.Embedding(DISTANCES, inner)
        self.paragraph = nn.Embedding(PARAGRAPHS, inner)
        self.norm = nn.LayerNorm(inner)
        self.near = nn.ModuleList(
            nn.Conv1d(inner, inner, REACH, padding=REACH // 2) for _ in range(depth)
        )
        self.norms = nn.ModuleList(nn.LayerNorm(inner) for _ in range(depth))
        self.out = nn.Linear(inner, LABELS)
        self.dropout = nn.Dropout(0.1)

    def project(self, words: Tensor) -> tuple[Tensor, Tensor]:
        """Once for each word of a window: what does not depend on the anchor."""
        return self.word(words), self.word_gate(words)

    def forward(
        self,
        word: Tensor,  # [cues, words, inner]
        gate: Tensor,
        anchor: Tensor,  # [cues, width]
        distance: Tensor,  # [cues, words], buckets
        paragraph: Tensor,
    ) -> Tensor:
        mixed = (
            word
            + self.anchor(anchor)[:, None]
            + gate * self.anchor_gate(anchor)[:, None]
            + self.distance(distance)
            + self.paragraph(paragraph)
        )
        states = self.dropout(self.norm(F.gelu(mixed)))
        for near, norm in zip(self.near, self.norms, strict=True):
            seen = near(states.transpose(1, 2)).transpose(1, 2)
            states = norm(states + self.dropout(F.gelu(seen)))
        return self.out(states)


class SyntaxHead(nn.Module):
    """The parse of a window: per word its labels, per pair of words how well the
    second fits as head of the first (biaffine, Dozat and Manning 2017)."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.inner = nn.Linear(shape.width, SYNTAX_WIDTH)
        self.begins = nn.Linear(SYNTAX_WIDTH, 1)
        self.tags = nn.Linear(SYNTAX_WIDTH, shape.tags)
        self.entities = nn.Linear(SYNTAX_WIDTH, shape.entities)
        self.dependencies = nn.Linear(SYNTAX_WIDTH, shape.dependencies)
        self.dependent = nn.Linear(shape.width, ARC_WIDTH)
        self.head = nn.Linear(shape.width, ARC_WIDTH)
        self.bias = nn.Linear(shape.width, 1)
        self.distance = nn.Embedding(2 * FARTHEST + 1, 1)
        nn.init.zeros_(self.distance.weight)
        relation = torch.arange(512)[None, :] - torch.arange(512)[:, None]
        self.register_buffer(
            "relation", relation.clamp(-FARTHEST, FARTHEST) + FARTHEST, persistent=False
        )
        self.dropout = nn.Dropout(0.1)

    def forward(self, words: Tensor) -> tuple[Tensor, ...]:
        """Of [windows, words, width]: begins, tags, entities, dependencies, arcs."""
        count = words.shape[1]
        inner = self.dropout(F.gelu(self.inner(words)))
        arcs = self.dependent(words) @ self.head(words).transpose(1, 2)
        arcs = arcs / math.sqrt(ARC_WIDTH) + self.bias(words).transpose(1, 2)
        arcs = arcs + self.distance(self.relation[:count, :count])[..., 0]
        return (
            self.begins(inner)[..., 0],
            self.tags(inner),
            self.entities(inner),
            self.dependencies(inner),
            arcs,
        )


class Network(nn.Module):
    """Encoder, anchors, roles, and the parse if the shape has labels for it."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        self.encoder = Encoder(shape)
        self.anchor = nn.Linear(shape.width, 1)
        self.general = nn.Linear(shape.width, LABELS)  # helps learning, not shipped
        self.roles = RoleHead(shape.width, shape.head_width, shape.head_depth)
        self.syntax = SyntaxHead(shape) if shape.tags else None
        self.transitions = nn.Parameter(torch.zeros(LABELS, LABELS))
        nn.init.constant_(self.anchor.bias, -3.5)
        self.dropout = nn.Dropout(0.1)

    @property
    def device(self) -> torch.device:
        """Where the weights are."""
        return self.transitions.device

    def words(
        self, ids: Tensor, looks: Tensor, first: Tensor, mask: Tensor | None
    ) -> Tensor:
        """[windows, words, width]: the state of each word's first piece."""
        states = self.encoder(ids, looks, mask)
        index = first[..., None].expand(-1, -1, states.shape[-1])
        return self.dropout(states.gather(1, index))

    def emissions(
        self, words: Tensor, window: Tensor, anchors: Tensor, paragraphs: Tensor
    ) -> Tensor:
        """[cues, words, LABELS] for cues given by window and word."""
        word, gate = self.roles.project(words)
        places = torch.arange(words.shape[1], device=words.device)
        distance = bucket(places[None] - anchors[:, None])
        own = paragraphs[window, anchors]
        paragraph = (paragraphs[window] - own[:, None]).clamp(-2, 2) + 2
        return self.roles(
            word[window], gate[window], words[window, anchors], distance, paragraph
        )


def bucket(distance: Tensor) -> Tensor:
    """Signed distances in 48 buckets: exact to 12, then by the logarithm to 300."""
    n = distance.abs()
    large = 12 + (torch.log(n.clamp(min=1).float() / 12) / math.log(25) * 12).long()
    return torch.where(n < 12, n, large.clamp(12, 23)) + (distance < 0) * 24


def crf_loss(
    emissions: Tensor, labels: Tensor, lengths: Tensor, transitions: Tensor
) -> Tensor:
    """Negative log likelihood [cues] of label sequences [cues, words]."""
    emissions = emissions.float()
    words = emissions.shape[1]
    inside = torch.arange(words, device=labels.device)[None] < lengths[:, None]
    gold = emissions.gather(2, labels[..., None])[..., 0]
    steps = transitions[labels[:, :-1], labels[:, 1:]]
    score = (gold * inside).sum(1) + (steps * inside[:, 1:]).sum(1)
    alpha = emissions[:, 0]
    for place in range(1, words):
        following = (
            torch.logsumexp(alpha[:, :, None] + transitions, 1) + emissions[:, place]
        )
        alpha = torch.where(inside[:, place, None], following, alpha)
    return torch.logsumexp(alpha, 1) - score
