"""Word lists about people: pronouns, titles, person and group nouns, first names."""

from __future__ import annotations

from typing import Final

from claims.extraction.person_nouns import PERSON_NOUNS, ends_as_person, singular

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
     "general", "admiral", "colonel", "captain", "sergeant", "lieutenant", "major",
     "brigadier", "commander", "constable", "superintendent", "commissioner", "mp",
     "mep", "msp", "sheikh", "ayatollah", "imam", "rabbi", "reverend", "father",
     "sister", "pastor", "emperor", "sultan", "emir", "duke", "duchess", "baron",
     "baroness", "ceo", "councilman", "councilwoman", "alderman",
     "treasurer", "marshal", "ministers", "attorney", "executive",
     "pc", "wpc", "pcso", "dci", "det", "det.", "insp", "insp.", "supt", "supt.",
     "const", "const.", "cpl", "cpl.", "cmdr", "cmdr.", "adm", "adm.", "brig",
     "brig.", "revd", "revd.", "fr", "fr.", "canon", "msgr", "msgr.", "mgr",
     "monsignor", "archdeacon", "mufti", "mullah", "hon", "hon.", "trooper"}
)  # fmt: skip

# Courtesy titles say nothing of a role; some say a gender.
COURTESY: Final = frozenset(
    {"mr", "mr.", "mister", "mrs", "mrs.", "ms", "ms.", "miss", "sir", "dame", "lord",
     "lady"}
)  # fmt: skip

TITLE_ROLES: Final[dict[str, str]] = {
    "sen": "senator", "sen.": "senator", "rep": "representative",
    "rep.": "representative", "gov": "governor", "gov.": "governor",
    "gen": "general", "gen.": "general", "lt.": "lieutenant", "col.": "colonel",
    "maj.": "major", "capt.": "captain", "sgt.": "sergeant", "rev.": "reverend",
    "prof": "professor", "prof.": "professor", "cllr": "councillor",
    "lt": "lieutenant", "col": "colonel", "maj": "major", "capt": "captain",
    "sgt": "sergeant", "rev": "reverend", "revd": "reverend", "det": "detective",
    "det.": "detective", "insp": "inspector", "insp.": "inspector",
    "supt": "superintendent", "supt.": "superintendent", "const": "constable",
    "const.": "constable", "pc": "constable", "wpc": "constable", "cpl": "corporal",
    "cpl.": "corporal", "cmdr": "commander", "cmdr.": "commander", "adm": "admiral",
    "adm.": "admiral", "fr": "father", "fr.": "father",
}  # fmt: skip

# "Dr. Hale": a degree, which says as little of what somebody does as "Mr." does.
ACADEMIC: Final = frozenset({"dr", "dr.", "doctor"})

# Ranks: a man is a captain or a colonel, not both in one article.
RANKS: Final = frozenset(
    "general admiral colonel captain sergeant lieutenant major brigadier constable "
    "superintendent inspector detective sheriff judge justice senator president gen "
    "lt col maj capt sgt sen insp supt det pc cpl cmdr adm".split()
)

# Who is at the head of something: several words for one office.
LEADERS: Final = frozenset(
    "head chief boss leader director administrator chairman chairwoman chair ceo "
    "executive president commissioner manager governor mayor secretary minister "
    "chancellor premier founder owner superintendent principal editor".split()
)

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
    "mr mr. grandfather nephew salesman grandson stepfather widower monk fiance "
    "waiter landlord policemen gunman fisherman postman clergyman duke baron emperor"
)
_FEMALE_NOUNS = (
    "woman spokeswoman chairwoman congresswoman businesswoman queen princess mother "
    "daughter sister wife aunt girl lady actress policewoman councilwoman dame mrs "
    "mrs. ms ms. miss grandmother niece widow granddaughter stepmother nun fiancee "
    "waitress landlady schoolgirl duchess baroness heroine"
)
NOUN_GENDERS: Final[dict[str, str]] = {
    **dict.fromkeys(_MALE_NOUNS.split(), "m"),
    **dict.fromkeys(_FEMALE_NOUNS.split(), "f"),
}

# "The Norwegian", "the Irishman": what ends so, and what does not.
_DEMONYM_ENDINGS: Final = (
    "ian", "ean", "ese", "ishman", "chman", "lshman", "ishwoman", "chwoman", "lander",
    "ander",
)  # fmt: skip
_DEMONYMS: Final = frozenset(
    "afghan african american argentine basque bengali briton catalan croat cuban czech "
    "dane dutchman dutchwoman emirati filipino finn fleming german greek iraqi israeli "
    "korean kosovan kurd kuwaiti mexican moroccan nepali pakistani pole portuguese "
    "qatari samoan saudi scot scotsman scotswoman serb sicilian slovak slovene "
    "somali spaniard swede swiss texan thai tongan turk tuscan uzbek walloon "
    "yorkshireman yorkshirewoman yemeni".split()
)


def is_demonym(word: str) -> bool:
    """Whether a lower-case noun names somebody by country or town."""
    return word in _DEMONYMS or word.endswith(_DEMONYM_ENDINGS)


def gender_of_noun(word: str) -> str:
    """ "f" for "chairwoman" or "Irishwoman", "m" for "uncle", mostly ""."""
    if word.endswith("woman"):
        return "f"
    if word.endswith("shman") or word.endswith("chman") or word.endswith("sman"):
        return "m"
    return NOUN_GENDERS.get(word, "")


ANONYMOUS_HEADS: Final = frozenset(
    "source sources tipster tipsters insider insiders whistleblower whistleblowers "
    "informant informants someone somebody person people individual individuals".split()
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
    "apprentice architect archaeologist artist astronaut astronomer athlete auctioneer "
    "auditor baker barber bartender beekeeper bishop bookseller botanist brewer broker "
    "builder butcher buyer buyers campaigner campaigners captain caretaker carer "
    "carpenter cashier challenger chef cleaner cleaners client clients clinician "
    "composer comedian conservationist constituent constituents cook counsellor "
    "courier cousin curator customer customers cyclist dancer dealer dealers designer "
    "detectives dentist dispatcher dockworker ecologist electrician "
    "entrepreneur entrepreneurs firefighter firefighters fiance fiancee footballer "
    "forward gardener geologist glaciologist granddaughter grandfather grandmother "
    "grandson guard guards guide hydrologist instructor interpreter "
    "juror jurors keeper labourer landlord landlords librarian lifeguard lobbyist "
    "mathematician mechanic meteorologist midwife miner miners monk musician "
    "namesake naturalist neuroscientist niece nephew novelist nun nurses oceanographer "
    "ornithologist painter paramedic paramedics peer peers performer pharmacist "
    "philosopher planner planners playwright plumber poet postman predecessor producer "
    "psychiatrist psychologist radiologist rebel rebels recruit roofer sailor "
    "sailors sculptor seller sellers shepherd shopkeeper shopkeepers singer "
    "sociologist solicitor solicitors spouse stepfather stepmother statistician "
    "steward stewards successor superintendent suspect suspects tailor technician "
    "technicians trustee trustees tutor twin uncle aunt undertaker vet vicar waiter "
    "waitress warden widow widower winner winners "
    "settlers settler migrants migrant locals ministers mps lords heads directors "
    "captains staff crew scientists supervisor supervisors "
    "superintendents controller translator clergyman clergy "
    "mogul tycoon star legend champion frontrunner runner rapper actor actress hero "
    "icon bureaucrat socialite marathoner sprinter boxer "
    "master skipper surgeon headteacher counterpart pilot contractor "
    "inspector inspectors treasurer clerk ceo premier chancellor king queen prince "
    "princess pope bishop archbishop rabbi imam pastor reverend nurse head "
    "acquaintance acquaintances svp evp vp speechwriter titan titans".split()
)

BODY_HEADS: Final = frozenset(
    "management leadership delegation prosecution defence defense secretariat "
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
    "airport port insurer lender railroad railway carrier supplier subcommittee "
    "subsidiary brewery college academy command consulate directorate mission guild "
    "conference inquest chain maker provider platform startup "
    "treasury constabulary orchestra theatre theater zoo syndicate cooperative "
    "co-operative federation lobby think-tank ngo quango militia junta administration "
    "diocese archdiocese kremlin palace vatican bloc bench command campaign "
    "distributor exporter importer vendor community camp tank".split()
)

OUTLET_HEADS: Final = frozenset(
    "newspaper newspapers paper papers outlet outlets media press magazine "
    "magazines website tabloid tabloids broadcaster broadcasters broadsheet "
    "newswire daily weekly journal fanzine blog blogs podcast channel "
    "television radio station publication publications websites "
    "stations".split()
)

OUTLET_NAMES: Final = frozenset(
    "reuters ap afp cnn bbc msnbc cnbc npr pbs abc nbc cbs fox bloomberg politico "
    "axios haaretz breitbart buzzfeed huffpost vox slate salon guardian telegraph "
    "independent economist spiegel tass xinhua interfax dpa ansa efe kyodo yonhap "
    "ynet c-span jta upi pa itv".split()
) | {
    "le monde", "le figaro", "el país", "el pais", "el mundo", "die zeit",
    "der spiegel", "la repubblica", "la stampa", "al jazeera", "al arabiya",
    "deutsche welle", "new yorker", "the hill", "the atlantic", "four corners",
    "usa today", "le point", "le soir", "le temps", "le parisien", "la presse",
    "la nación", "die welt", "die presse", "der standard", "il foglio",
    "el periódico", "rolling stone", "vanity fair", "private eye", "new statesman",
    "gb news", "ria novosti", "rte", "svt", "nrk", "espn", "lbc", "nikkei",
    "techcrunch",
}  # fmt: skip
# Words that are more than the name of an outlet, unless it was told something.
TOLD_NAMES: Final = frozenset(
    "people time variety newsweek fortune forbes wired esquire vogue elle tatler hello "
    "ok billboard deadline stat nature science stern bild marca sky which".split()
)
# "Agence Est", "Canal 9": what names of outlets abroad begin with.
TOLD_STARTS: Final = frozenset(
    "agence agenzia agencia agentur canal kanal télé tele tv rádio".split()
)
OUTLET_WORDS: Final = frozenset(
    "times post herald tribune gazette chronicle journal news newspaper courier "
    "observer examiner inquirer globe beast mirror sentinel dispatch bulletin press "
    "registrar today broadcasting radio television tv fm sound magazine ledger echo "
    "argus advertiser enquirer intelligencer messenger spectator quarterly weekly "
    "mercury telegram monitor digest bugle clarion express telegraph guardian "
    "daily broadsheet newswire despatch advocate packet reporter record beacon".split()
)
# Words that name a paper alone: "the Packet".
PAPERS_ALONE: Final = frozenset(
    "gazette herald tribune courier chronicle advertiser packet echo argus enquirer "
    "inquirer despatch telegram bugle clarion examiner times ledger bulletin "
    "intelligencer".split()
)
# What papers are called last as well; other bodies too, so only who was told counts.
PAPER_WORDS: Final = OUTLET_WORDS | frozenset(
    "standard star sun mail citizen independent democrat republican union leader "
    "review world week voice eagle bee banner nation statesman gleaner pioneer "
    "scotsman patriot transcript wire insider post-dispatch union-tribune free-press "
    "post-gazette sport sports metro correspondent register network broadcaster "
    "online".split()
)
# Names that begin so are those of newspapers and programmes.
OUTLET_STARTS: Final = frozenset(
    "daily sunday evening morning weekly radio nightly channel".split()
)
# What companies are called last; teams and firms in the plural as well.
COMPANY_WORDS: Final = frozenset(
    "inc inc. ltd ltd. plc llc corp corp. co co. gmbh ag sa holdings industries "
    "partners securities networks systems technologies enterprises associates homes "
    "motors motor airlines airways energy power capital brothers sons trains rail "
    "railways bank bancorp insurance pharmaceuticals pharma foods stores electric "
    "gas oil water united city rovers wanderers athletic albion rangers springs "
    "logistics shipping lines line media entertainment pictures studios records "
    "aerospace engineering steel mining resources properties estates".split()
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
    "models tests test analyses audits assessment appraisal timeline timetable copy "
    "copies plaque inscription placard banner questionnaire feedback spreadsheet "
    "dashboard diary diaries obituary ledger catalogue catalog brochure "
    "pamphlet prospectus guidance guidelines handbook code charter bulletin diagram "
    "chart map maps photograph photographs footage recording recordings image images "
    "readings projection projections forecast forecasts calculation "
    "calculations trial trials scans scan work consultation criteria "
    "disclosure disclosures subtitle caption label sticker advertisement advert "
    "accounts correspondence inventory register script textbook thesis papers "
    "dissertation index indictments deck slide slides page pages section paragraph "
    "chapter clause appendix annex presentation file files invoice receipt receipts "
    "note notes excerpt excerpts passage memos texts tape tapes screenshot "
    "screenshots blueprint blueprints log-book logbook lease deposition depositions "
    "count pleading pleadings writ injunction certificate ad ads decision decisions "
    "platform blog podcast newsletter hashtag reply replies enquiry enquiries "
    "story stories op-ed op-eds picture pictures poster posters headline autopsy "
    "headlines film films movie movies documentary documentaries".split()
)
POST_HEADS: Final = frozenset("tweet tweets post posts thread".split())

# A part of those asked: "71 per cent", "half of those surveyed".
SHARE_HEADS: Final = frozenset(
    "percent % cent half third quarter majority minority fraction most many some "
    "several few others thousands hundreds dozens millions".split()
)

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
    "neighbour colleague ally rival cousin niece nephew uncle aunt grandfather "
    "grandmother grandson granddaughter stepfather stepmother spouse partner fiance "
    "fiancee widow widower twin counterpart predecessor successor".split()
)

# Bodies that every state has one of.
STATE_BODIES: Final = frozenset(
    "ministry government army navy parliament police embassy cabinet presidency "
    "military senate congress court treasury".split()
)

# Whose relative somebody is says whom they belong to, not what they do.
KIN: Final = FAMILY - frozenset(
    {"friend", "neighbor", "neighbour", "colleague", "ally", "rival", "counterpart",
     "predecessor", "successor", "partner"}
)  # fmt: skip

# Letters after a name: "Helena Marsh KC".
POSTNOMINALS: Final = frozenset(
    "kc qc sc mp mps mep msp ms td obe mbe cbe kbe dbe phd md jr jr. sr sr. esq esq. "
    "ii iii iv".split()
)

# Members of a party: there is more than one of them in any article.
PARTISANS: Final = frozenset({"republican", "democrat", "conservative", "liberal"})

# What people in the news are called instead of their names, whatever their office.
EPITHETS: Final = frozenset(
    "nominee candidate frontrunner front-runner runner hopeful contender tycoon mogul "
    "magnate billionaire millionaire businessman businesswoman politician challenger "
    "incumbent star celebrity icon firebrand socialite heir heiress maverick dictator "
    "autocrat despot strongman tyrant".split()
)

# Of two parties, nobody is in both.
PARTY_WORDS: Final = frozenset(
    "republican democratic democrat gop libertarian conservative labour liberal "
    "socialist green".split()
)

# Roles so common that two bearers in one article are two people.
COMMON_ROLES: Final = frozenset(
    "official spokesman spokeswoman spokesperson lawyer attorney analyst expert "
    "officer aide adviser advisor activist doctor nurse man woman resident student "
    "teacher worker witness scientist researcher professor engineer reporter "
    "journalist economist executive member soldier voter player author writer editor "
    "deputy diplomat lawmaker supporter".split()
)


# Who needs no introduction: every court has a clerk and every match a referee.
OFFICES: Final = frozenset(
    "clerk vicar priest rector curate coroner referee umpire driver pilot surveyor "
    "suspect plaintiff defendant accused victim claimant landlord postman undertaker "
    "usher juror foreman caretaker librarian surgeon midwife paramedic prosecutor "
    "barrister solicitor magistrate interpreter receptionist cashier keeper".split()
)


def is_person_noun(word: str) -> bool:
    """Whether a lower-case noun names one person by what he or she does."""
    last = word.rpartition("-")[2]
    known = last in PERSON_HEADS or last in TITLES or last in PERSON_NOUNS
    is_fellow = last.startswith("co") and last[2:] in PERSON_HEADS  # "cohost"
    return known or is_fellow or ends_as_person(last)


def is_people_noun(word: str) -> bool:
    """The same of a noun that may be in the plural."""
    return is_person_noun(word) or is_person_noun(singular(word))


def is_body_noun(word: str) -> bool:
    """Whether a lower-case noun names a body, or several of them."""
    if word in BODY_HEADS:
        return True
    singular = word[:-3] + "y" if word.endswith("ies") else word.removesuffix("s")
    return word.endswith("s") and singular in BODY_HEADS


def is_name_of_body(last_word: str) -> bool:
    """Whether a name that ends in a lower-case word is a body's, not a person's."""
    return (
        is_body_noun(last_word)
        or last_word in OUTLET_WORDS
        or last_word in COMPANY_WORDS
    )
