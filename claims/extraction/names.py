"""Word lists about people: pronouns, titles, person and group nouns, first names."""

from __future__ import annotations

from typing import Final

PRONOUNS: Final = frozenset(
    {"he", "she", "they", "it", "i", "we", "you", "him", "her", "them", "who", "his",
     "their", "its", "that", "which", "someone", "everyone", "nobody", "others",
     "many", "some", "several", "few", "most", "all", "both", "none", "another"}
)  # fmt: skip

# Titles that stand before a name; lower case, with and without the full stop.
TITLES: Final = frozenset(
    {"mr", "mr.", "mrs", "mrs.", "ms", "ms.", "miss", "dr", "dr.", "sir", "dame",
     "lord", "lady", "sen", "sen.", "rep", "rep.", "reps.", "sens.", "gov", "gov.",
     "gen", "gen.", "lt", "lt.", "col", "col.", "maj", "maj.", "capt", "capt.", "sgt",
     "sgt.", "rev", "rev.", "prof", "prof.", "president", "senator", "governor",
     "congressman", "congresswoman", "representative", "secretary", "minister",
     "chancellor", "judge", "justice", "mayor", "king", "queen", "prince", "princess",
     "pope", "bishop", "archbishop", "cardinal", "sheriff", "chief", "officer",
     "detective", "inspector", "ambassador", "professor", "councillor", "cllr",
     "speaker", "chairman", "chairwoman", "chair", "director", "premier", "vice",
     "general", "admiral", "colonel", "captain", "sergeant", "lieutenant", "major"}
)  # fmt: skip

# Courtesy titles say nothing of a role; some say a gender.
COURTESY: Final = frozenset(
    {"mr", "mr.", "mrs", "mrs.", "ms", "ms.", "miss", "sir", "dame", "lord", "lady"}
)  # fmt: skip

TITLE_ROLES: Final[dict[str, str]] = {
    "sen": "senator", "sen.": "senator", "rep": "representative",
    "rep.": "representative", "gov": "governor", "gov.": "governor",
    "gen": "general", "gen.": "general", "lt.": "lieutenant", "col.": "colonel",
    "maj.": "major", "capt.": "captain", "sgt.": "sergeant", "rev.": "reverend",
    "prof": "professor", "prof.": "professor", "cllr": "councillor",
    "dr": "doctor", "dr.": "doctor",
}  # fmt: skip

# What else a role may be called when it is mentioned again.
ROLE_SYNONYMS: Final[dict[str, frozenset[str]]] = {
    "congressman": frozenset({"representative", "congressman"}),
    "congresswoman": frozenset({"representative", "congresswoman"}),
    "lawmaker": frozenset({"senator", "representative", "congressman",
                           "congresswoman", "mp", "deputy", "legislator"}),
    "spokesman": frozenset({"spokesman", "spokesperson"}),
    "spokeswoman": frozenset({"spokeswoman", "spokesperson"}),
    "spokesperson": frozenset({"spokesman", "spokeswoman", "spokesperson"}),
    "minister": frozenset({"minister", "premier"}),
    "premier": frozenset({"premier", "minister"}),
    "diplomat": frozenset({"ambassador", "secretary", "diplomat", "minister"}),
    "official": frozenset({"official"}),
    "executive": frozenset({"executive", "ceo"}),
    "nominee": frozenset({"nominee", "candidate"}),
    "candidate": frozenset({"nominee", "candidate"}),
    "professor": frozenset({"professor"}),
    "scientist": frozenset({"scientist", "biologist", "physicist", "chemist"}),
    "coach": frozenset({"coach", "manager"}),
    "manager": frozenset({"manager", "coach"}),
}  # fmt: skip

_MALE_NOUNS = (
    "man spokesman chairman congressman businessman king prince father son brother "
    "husband uncle boy gentleman actor policeman fireman alderman councilman lord sir "
    "mr mr. grandfather nephew salesman"
)
_FEMALE_NOUNS = (
    "woman spokeswoman chairwoman congresswoman businesswoman queen princess mother "
    "daughter sister wife aunt girl lady actress policewoman councilwoman dame mrs "
    "mrs. ms ms. miss grandmother niece widow"
)
NOUN_GENDERS: Final[dict[str, str]] = {
    **dict.fromkeys(_MALE_NOUNS.split(), "m"),
    **dict.fromkeys(_FEMALE_NOUNS.split(), "f"),
}

# Frequent given names, lower case; names borne by both genders are left out.
_MALE = (
    "aaron abdul abraham adam adrian ahmed alan albert alejandro alexander ali andre "
    "andrew angelo anthony antonio antony arthur barack ben benjamin bernard bernie "
    "bill billy bob boris brad brandon brian bruce bryan carl carlos charles chester "
    "chris christian christopher chuck clarence craig curtis dale damian daniel danny "
    "darren dave david dean dennis derek dick diego dmitri don donald doug douglas "
    "duncan dwight earl ed eddie eduardo edward edwin elijah emmanuel enrique eric "
    "ernest ethan eugene fabio felipe felix fernando francisco frank franklin fred "
    "frederick gabriel gareth gary gavin geoffrey george gerald gerard giovanni giulio "
    "glenn gordon graham greg gregory guillermo gustavo hamid hans harold harry hassan "
    "hector henry herbert howard hugh hugo ian ibrahim igor isaac ivan jack jacob "
    "jacques jake james jared jason javier jean-luc jeff jeffrey jeremy jerome jerry "
    "jim jimmy joe joel johan john johnny jon jonathan jorge jose josef joseph josh "
    "joshua juan julian karl keith ken kenneth kevin khalid kurt kyle lamar lance "
    "larry lars lawrence leo leon leonard lewis liam lloyd louis luca lucas luis luke "
    "mahmoud malcolm manuel marc marcel marco marcus mario mark martin marvin matt "
    "matthew maurice max michael miguel mike mitch mitt mohamed mohammad mohammed "
    "muhammad narendra nathan neil newt nicholas nick nigel noah norman olaf oliver "
    "omar oscar otto owen pablo pat patrick paul pedro pete peter philip phillip "
    "pierre rafael ralph ramon rand randall randy raymond reggie reince ricardo "
    "richard rick ricky robert roberto rodney roger roland ron ronald ross roy "
    "rudolph rudy rupert russell ryan salvador samuel saul scott sean sebastian "
    "sergei sergio seth shane shaun simon stanley stefan stephen steve steven stuart "
    "ted terrence theodore thomas tim timothy todd tom tommy tony travis trevor troy "
    "tyler victor viktor vincent vladimir volodymyr wallace walter warren wayne "
    "wilhelm will william winston xavier yusuf zachary benny yair itamar mateo"
)
_FEMALE = (
    "abigail ada adriana agnes aisha alexandra alexandria alice alicia alison allison "
    "amanda amber amelia amina amy ana andrea angela angelina anita ann anna anne "
    "annette annie april ashley audrey barbara beatrice becky bernadette beth betty "
    "beverly brenda bridget brittany camila candace carla carmen carol carolina "
    "caroline carolyn catherine cecilia celia charlotte cheryl chiara christina "
    "christine cindy claire clara claudia colleen connie cristina cynthia daniela "
    "danielle dawn deborah debbie debra denise diana diane dolores donna dora doris "
    "dorothy edith eileen elaine eleanor elena elisa elizabeth ella ellen elsa emily "
    "emma erica erin esther eva evelyn fatima felicia fiona florence frances gabriela "
    "gail georgia gina giorgia gisele gloria grace greta gwen hannah harriet heather "
    "heidi helen helena hillary holly huma ingrid irene iris isabel isabella ivanka "
    "jacqueline jan jane janet janice jasmine jean jeanne jen jenna jennifer jenny "
    "jessica jill joan joanna jodi josephine joyce juanita judith judy julia juliana "
    "julie june kaitlyn kamala karen karin kate katherine kathleen kathryn kathy katie "
    "katrina kayla kellyanne kim kimberly kirsten kristen kristin laila lara laura "
    "lauren leah leila lena leslie leticia liliana lillian linda lisa liz loretta "
    "lori louise lucia lucy lydia lynn madeleine madeline magdalena maggie margaret "
    "maria marian mariana marie marilyn marina marissa marjorie martha mary maureen "
    "megan melania melanie melinda melissa meredith mia michele michelle miriam molly "
    "monica nadia nancy naomi natalia natalie natasha nicola nicole nina nora norma "
    "olga olivia paige pamela patricia paula pauline peggy penelope penny phyllis "
    "priti priya rachel ramona rebecca regina renee rita roberta rosa rosalind rose "
    "rosemary roxanne ruth sabrina sally samantha sandra sara sarah selena shannon "
    "sharon sheila shelly sherry shirley silvia simone sofia sonia sonya sophia sophie "
    "stacy stella stephanie sue susan suzanne svetlana sylvia tamara tammy tanya tara "
    "teresa theresa tiffany tina tonya tulsi ursula valentina valerie vanessa vera "
    "veronica vicky victoria viola virginia vivian wanda wendy whitney yolanda yvonne "
    "zainab zoe"
)
NAME_GENDERS: Final[dict[str, str]] = {
    **dict.fromkeys(_MALE.split(), "m"),
    **dict.fromkeys(_FEMALE.split(), "f"),
}

ANONYMOUS_HEADS: Final = frozenset(
    "source sources insider insiders whistleblower whistleblowers informant "
    "informants someone somebody person people individual individuals".split()
)

# Nouns for people known by what they do.
PERSON_HEADS: Final = frozenset(
    "activist adviser advisor advisers advisors advocate aide aides ally allies "
    "analyst analysts attorney attorneys author authors banker biologist boss "
    "captain candidate candidates chairman chairwoman chair chief chiefs citizen "
    "citizens coach colleague colleagues commander commissioner commentator "
    "commentators congressman congresswoman conservative conservatives consultant "
    "consultants cop cops councillor councillors critic critics defendant delegate "
    "delegates democrat democrats deputy detective developer director diplomat "
    "diplomats doctor doctors donor donors economist economists editor editors "
    "employee employees engineer engineers envoy executive executives expert "
    "experts farmer farmers father founder friend friends general governor "
    "governors guest historian historians host hosts immigrant investor investors "
    "investigator investigators journalist journalists judge judges justice "
    "lawmaker lawmakers lawyer lawyers leader leaders legislator legislators "
    "liberal liberals manager mayor mayors member members minister ministers "
    "moderator mother neighbor neighbors neighbour neighbours nominee nurse nurses "
    "observer observers officer officers official officials operative operatives "
    "opponent opponents organizer organizers owner parent parents participant "
    "participants patient patients photographer physician physicist player players "
    "policeman politician politicians pollster pollsters president presidents "
    "priest professor professors prosecutor prosecutors protester protesters pundit "
    "pundits reader readers refugee refugees reporter reporters representative "
    "representatives republican republicans researcher researchers resident "
    "residents rival rivals scholar scholars scientist scientists secretary senator "
    "senators sheriff son soldier soldiers speaker spokesman spokesmen spokesperson "
    "spokespeople spokeswoman staffer staffers strategist strategists student "
    "students supporter supporters surrogate surrogates survivor teacher teachers "
    "teammate teammates tenant tenants trader traders veteran veterans victim "
    "victims viewer viewers volunteer volunteers voter voters witness witnesses "
    "woman women man men wife husband daughter sister brother worker workers writer "
    "writers correspondent columnist negotiator negotiators mediator trainer "
    "midfielder striker goalkeeper defender referee organiser organisers villager "
    "villagers fisherman fishermen driver drivers passenger passengers shareholder "
    "shareholders biologists physicists chemist geologist epidemiologist virologist "
    "master skipper surgeon headteacher counterpart pilot contractor "
    "inspector inspectors treasurer clerk ceo premier chancellor king queen prince "
    "princess pope bishop archbishop rabbi imam pastor reverend nurse head".split()
)

BODY_HEADS: Final = frozenset(
    "administration agency airline alliance army association assembly authority "
    "authorities bank board body brigade bureau cabinet campaign center centre "
    "chamber charity church city club coalition commission committee company "
    "companies confederation congress consortium corporation council country county "
    "court courts department district embassy faction federation firm firms force "
    "forces foundation government governments group groups hospital house institute "
    "institution inspectorate league legislature maker manufacturer ministry "
    "movement municipality museum nation navy network office operator opposition "
    "organisation organization parliament party parties pentagon police retailer "
    "regime regulator school senate service society state states startup studio "
    "team think-tank trust union unions university utility watchdog white militia "
    "military jury panel tribunal taskforce secretariat side lab laboratory library "
    "airport port insurer lender".split()
)

OUTLET_HEADS: Final = frozenset(
    "newspaper newspapers paper papers outlet outlets media press magazine "
    "magazines website tabloid tabloids broadcaster broadcasters broadsheet "
    "newswire daily weekly blog blogs podcast channel television radio station "
    "stations".split()
)

OUTLET_NAMES: Final = frozenset(
    "reuters ap afp cnn bbc msnbc cnbc npr pbs abc nbc cbs fox bloomberg politico "
    "axios haaretz breitbart buzzfeed huffpost vox slate salon guardian telegraph "
    "independent economist spiegel tass xinhua interfax dpa ansa efe kyodo yonhap "
    "ynet c-span jta upi pa itv".split()
)
OUTLET_WORDS: Final = frozenset(
    "times post herald tribune gazette chronicle journal news newspaper courier "
    "observer examiner inquirer globe beast mirror sentinel dispatch bulletin press "
    "registrar today broadcasting radio television tv fm sound magazine".split()
)

DOCUMENT_HEADS: Final = frozenset(
    "affidavit agreement analysis announcement article audit bill book brief budget "
    "census communique complaint constitution contract court-filing data decree "
    "draft drafts log logs timings "
    "directive document documents dossier editorial email emails e-mail e-mails "
    "essay estimate estimates figures filing filings finding findings graph "
    "indictment inquiry interview investigation law lawsuit leaflet legislation "
    "letter letters manifesto manual measure memo memoir memorandum message minutes "
    "motion notice numbers opinion order paper petition plan poll polling polls "
    "press-release proposal record records release report reports resolution "
    "results review rule ruling sign speech statement statements statistics study "
    "studies subpoena summary survey surveys testimony text transcript transcripts "
    "treaty verdict video videos warrant website evidence research experiment model "
    "models tests test analyses audits".split()
)
POST_HEADS: Final = frozenset("tweet tweets post posts thread".split())

# "The company", "the newspaper": a body named shortly before.
ANAPHORIC_BODIES: Final = frozenset(
    "agency association bank charity club commission committee company council "
    "department firm foundation group institute ministry organisation organization "
    "party regulator union university watchdog newspaper paper outlet magazine "
    "network broadcaster movement court team".split()
)

# Relatives: "her sister" is somebody's, whoever else has a sister.
FAMILY: Final = frozenset(
    "father mother son daughter sister brother husband wife parent friend neighbor "
    "neighbour colleague ally rival".split()
)

# Roles so common that two bearers in one article are two people.
COMMON_ROLES: Final = frozenset(
    "official spokesman spokeswoman spokesperson lawyer attorney analyst expert "
    "officer aide adviser advisor activist doctor nurse man woman resident student "
    "teacher worker witness scientist researcher professor engineer reporter "
    "journalist economist executive member soldier voter player author writer editor "
    "deputy diplomat lawmaker supporter".split()
)
