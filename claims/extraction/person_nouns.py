"""Nouns for people by what they do or are, beside those that stand in ``names``."""

from __future__ import annotations

from typing import Final

# In the singular. The last part of a word with hyphens is looked up ("co-author").
PERSON_NOUNS: Final = frozenset(
    "abbot academic accomplice accountant accused accuser acrobat actuary addict "
    "adjudicator adjutant admin administrator admirer adolescent adult adventurer "
    "adversary aesthete aficionado agent aggressor agitator agronomist alumna alumnus "
    "amateur ancestor anchor anchorman anchorwoman angler announcer anthropologist "
    "apologist appellant appellee applicant appointee appraiser arbitrator arborist "
    "archer archivist aristocrat arranger arsonist assailant assassin assembler "
    "assemblyman assemblywoman assessor assistant associate attacker attendant "
    "attendee aviator babysitter bachelor backbencher backer bailiff ballerina "
    "bandleader bandmate bard barista barmaid barman barrister bassist batsman batter "
    "beadle beautician beginner bellringer benefactor beneficiary bereaved biker "
    "billionaire biochemist biographer blacksmith blogger boatbuilder boatman "
    "bodyguard bookkeeper bookmaker borrower bosun bowler boy boyfriend breadwinner "
    "breeder bricklayer bride bridegroom burglar bursar businessman businessperson "
    "businesswoman busker butler bystander cabbie caddie cadet caller cameraman "
    "camper cantor canvasser captor cardiologist caregiver cartoonist caseworker "
    "castaway cataloguer caterer celebrity cellist centenarian ceramicist chaperone "
    "chaplain chauffeur cheerleader cheesemaker child chiropractor chocolatier "
    "choirmaster choreographer chorister chronicler churchgoer churchwarden "
    "cinematographer civilian claimant clairvoyant clansman classmate cleric climber "
    "coastguard coauthor cobbler codebreaker cofounder collector combatant commandant "
    "commuter companion complainant comrade concierge conductor confidant confidante "
    "connoisseur conscript conservator conspirator consul consumer contender "
    "contestant contributor convener convenor convert convict coordinator copywriter "
    "coroner corporal corpsman cosmologist cosmonaut councilmember councilor counsel "
    "counselor countess countryman courtier cowboy coworker coxswain craftsman "
    "craftswoman creator creditor creole crewman cricketer criminologist croupier "
    "crusader cryptographer curate custodian czar dad daddy dairyman daredevil deacon "
    "deaconess dean debtor debutant deceased deckhand decorator defector deliveryman "
    "dermatologist deserter despot devotee dictator dietician dietitian diner "
    "dissident distiller diver docent doorman draftsman dramatist draper dressmaker "
    "drummer drunkard dweller educator elder elector embalmer emeritus emigrant "
    "emissary employer enforcer engraver entertainer enthusiast entomologist "
    "equestrian ethicist ethnographer evacuee evangelist examiner executioner "
    "executor explorer extremist eyewitness facilitator fan fanatic farmhand "
    "farmworker farrier fellow ferryman fiddler fighter filmmaker finalist financier "
    "fireman firewoman fishmonger fitter flautist florist flutist foe follower "
    "forager foreigner foreman forester forger fraudster freelancer freshman fugitive "
    "fundraiser gambler gamekeeper gamer gangster gatekeeper geneticist geographer "
    "geophysicist geriatrician girl girlfriend glazier goalie goaltender godfather "
    "godmother godson goldsmith golfer graduate gravedigger greengrocer grocer groom "
    "groomsman groundskeeper groundsman grower guardian guardsman guerrilla guitarist "
    "guru gymnast gynaecologist gynecologist hacker haematologist hairdresser handler "
    "handyman hawker headmaster headmistress healer heckler heir heiress helmsman "
    "helper herder herdsman heretic hiker hitchhiker hobbyist holder homemaker "
    "homeowner hopeful horseman horticulturist hostage hostess hotelier householder "
    "housekeeper housewife humanitarian humorist hustler hygienist illusionist "
    "illustrator immunologist impersonator incumbent inhabitant inmate innkeeper "
    "innovator instigator insurgent intellectual intern interrogator interviewee "
    "interviewer inventor invigilator ironmonger islander jailer janitor jeweler "
    "jeweller jihadist jobseeker jockey joiner judoka juggler jurist juvenile "
    "kickboxer kid kidnapper kingpin laborer lad lama landowner landscaper laureate "
    "lawman layman leaseholder lecturer legionnaire lessee libertarian librettist "
    "lifeboatman linebacker lineman linesman linguist listener litigant litigator "
    "lobsterman lockkeeper locksmith lodger logger lookout loser loyalist luthier "
    "lyricist machinist madam magician magistrate magnate maid mailman majorette "
    "maker manageress mariner marketer marksman martyr masseuse mastermind mate "
    "matriarch matron medic mentor mercenary merchant messenger microbiologist "
    "middleman militant milkman millionaire minder missionary mobster modeler "
    "modeller mom motorist mountaineer mourner muezzin mum mummy murderer "
    "musicologist mutineer mystic nanny narrator nationalist navigator nemesis "
    "nephrologist neurologist neurosurgeon newcomer newlywed newscaster newsman "
    "newsreader nobleman nomad notary novice nurseryman nutritionist obstetrician "
    "occupant officeholder oligarch ombudsman oncologist onlooker ophthalmologist "
    "optician optometrist orator ordinator organbuilder organist orphan orthodontist "
    "osteopath outfielder outlaw outsider overseer oysterman packer paediatrician "
    "palaeontologist paleontologist panelist panellist parishioner parliamentarian "
    "parolee partner passerby pastrycook pathologist patriarch patriot patrolman "
    "patrolwoman patron paymaster peacekeeper peacemaker peasant peddler pedestrian "
    "pediatrician pensioner percussionist perpetrator petitioner philanthropist "
    "phlebotomist pianist pickpocket piper pirate pitcher plaintiff plasterer "
    "playmaker plotter ploughman podcaster podiatrist polemicist policewoman "
    "policymaker polymath pontiff porter poser postdoc postmaster postmistress potter "
    "pragmatist preacher prefect prelate presenter pretender priestess principal "
    "prisoner proctor prodigy programmer promoter proofreader prophet proponent "
    "proprietor protagonist protege protestor provost psychic psychoanalyst "
    "psychotherapist publican publicist publisher puppeteer purist qualifier "
    "quarterback quartermaster racer racist radiographer raider railwayman rancher "
    "ranger rapist realtor receptionist recipient recluse recordist rector reformer "
    "reformist regent registrar remainer renter repairman rescuer respondent "
    "responder restaurateur restorer retiree returner reveler reveller revolutionary "
    "rider ringleader rioter roadie robber roommate rower ruler saddler sailmaker "
    "salesman salesperson saleswoman samaritan sceptic schoolboy schoolchild "
    "schoolgirl schoolmaster schoolmate schoolmistress schoolteacher scientologist "
    "screenwriter scribe seafarer seaman seamstress secessionist seismologist "
    "selectman seminarian separatist servant serviceman servicewoman sexologist "
    "sexton shaman sharpshooter shearer shipper shopper showman showrunner sibling "
    "signaller signalman signatory skater skeptic skier skydiver sleuth smoker "
    "smuggler sniper snowboarder socialist sommelier songwriter sophomore soprano "
    "specialist spectator speechwriter spokesmodel sponsor sportsman sportswoman spy "
    "stagehand stakeholder stallholder starlet statesman stationmaster stenographer "
    "stepbrother stepdaughter stepsister stepson stevedore stewardess stockbroker "
    "stonemason storekeeper storyteller stowaway stranger streamer stripper strongman "
    "stuntman stylist subcontractor subordinate subscriber sufferer suffragette "
    "suitor surfer surveyor survivalist swimmer swordsman sympathiser sympathizer "
    "taxidermist taxpayer teen teenager telemarketer telephonist teller terrorist "
    "thatcher theologian theorist therapist thief thinker thug tiler toddler "
    "toolmaker tourist townsman toxicologist trackman tradesman trafficker "
    "trailblazer trainee traitor traveler traveller trespasser trombonist trooper "
    "truant trucker trumpeter tsar typist umpire undergraduate undersecretary "
    "undersheriff understudy underwriter unionist upholsterer urologist usher usurper "
    "valedictorian vandal vegan vegetarian verger veterinarian viceroy vigilante "
    "villain violinist virtuoso viscount visionary visitor vocalist volcanologist "
    "volleyballer voyager waitperson walker wanderer warlord warrior watchmaker "
    "watchman wayfarer weaver webmaster welder whaler wheelwright whip wholesaler "
    "winegrower winemaker wingman wizard woodcutter woodworker workman wrestler "
    "yachtsman yachtswoman youngster youth zealot zookeeper zoologist".split()
)

# "Lineman", "dairywoman", "classmate", "shopkeeper", "stakeholder", "virologist" …
PERSON_ENDINGS: Final = (
    "woman", "person", "mate", "keeper", "holder", "owner", "player", "worker",
    "writer", "goer", "monger", "master", "ician", "ologer", "grapher", "crat", "ist",
    "man",
)  # fmt: skip
# Nouns that end so and name no person.
_THINGS: Final = frozenset(
    "abdomen acumen approximate assist blacklist caiman checklist checkmate climate "
    "cyst estimate fist german gist guesstimate heist human intimate legitimate list "
    "lumen mist norman omen ottoman placeholder playlist primate regimen remaster "
    "roman semen shortlist specimen stalemate stamen talisman twist ultimate "
    "underestimate waist wishlist wrist".split()
)
_PLURALS: Final = {"men": "man", "women": "woman", "people": "person"}


def ends_as_person(word: str) -> bool:
    """Whether a lower-case noun has the ending of an occupation."""
    return word.endswith(PERSON_ENDINGS) and word not in _THINGS


def singular(word: str) -> str:
    """A lower-case noun for people in the singular: "deputies" → "deputy"."""
    for ending, single in _PLURALS.items():
        if word.endswith(ending) and word not in _THINGS and len(word) > len(ending):
            return word.removesuffix(ending) + single
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    return word.removesuffix("s") if not word.endswith("ss") else word
