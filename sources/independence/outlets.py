"""Outlets that other outlets cite often, as data: name, domains, other names.

Outlets that are not here come from the caller's register.
"""

from __future__ import annotations

from functools import cache
from typing import Final

from sources.independence.agencies import agencies, read_line
from sources.independence.names import KnownOutlet

# Name | domains | aliases. "the" before an alias: only with its article.
_LINES: Final = """
New York Times | nytimes.com | the Times; NYT; NY Times
Washington Post | washingtonpost.com | the Post; WaPo
Wall Street Journal | wsj.com | the Journal; WSJ
USA Today | usatoday.com | USA TODAY
Los Angeles Times | latimes.com | LA Times; L.A. Times
Chicago Tribune | chicagotribune.com | the Tribune
Boston Globe | bostonglobe.com | the Globe
New York Post | nypost.com | NY Post
New York Daily News | nydailynews.com | the Daily News
Newsday | newsday.com |
San Francisco Chronicle | sfchronicle.com; sfgate.com | SFGate; SF Gate
Miami Herald | miamiherald.com |
Houston Chronicle | houstonchronicle.com; chron.com |
Dallas Morning News | dallasnews.com |
Denver Post | denverpost.com |
Seattle Times | seattletimes.com |
Philadelphia Inquirer | inquirer.com; philly.com |
Star Tribune | startribune.com | Minneapolis Star Tribune
Detroit Free Press | freep.com |
Detroit News | detroitnews.com |
Arizona Republic | azcentral.com |
Atlanta Journal-Constitution | ajc.com | AJC
St. Louis Post-Dispatch | stltoday.com | St Louis Post-Dispatch; the Post-Dispatch
Tampa Bay Times | tampabay.com |
Orlando Sentinel | orlandosentinel.com |
Baltimore Sun | baltimoresun.com |
Washington Times | washingtontimes.com |
Washington Examiner | washingtonexaminer.com |
Washington Free Beacon | freebeacon.com | the Free Beacon
Christian Science Monitor | csmonitor.com | CS Monitor
Salt Lake Tribune | sltrib.com |
Deseret News | deseretnews.com; deseret.com |
Las Vegas Review-Journal | reviewjournal.com |
Star-Ledger | nj.com |
Plain Dealer | cleveland.com |
The Oregonian | oregonlive.com |
Mercury News | mercurynews.com | San Jose Mercury News
Sacramento Bee | sacbee.com |
Kansas City Star | kansascity.com |
Des Moines Register | desmoinesregister.com |
CNN | cnn.com | CNN International; CNNMoney; CNN Money; CNN.com
Fox News | foxnews.com | Fox News Channel; FoxNews.com; FNC
Fox Business | foxbusiness.com | Fox Business Network
NBC News | nbcnews.com | NBC
CBS News | cbsnews.com | CBS
ABC News | abcnews.go.com; abcnews.com | ABC
MSNBC | msnbc.com | MS NBC
CNBC | cnbc.com |
PBS | pbs.org | PBS NewsHour
NPR | npr.org | National Public Radio
C-SPAN | c-span.org |
Al Jazeera | aljazeera.com; aljazeera.net | Al-Jazeera; Al Jazeera English
Al Arabiya | alarabiya.net | Al-Arabiya
Al Mayadeen | almayadeen.net | Al-Mayadeen
Al Manar | almanar.com.lb | Al-Manar
Al Hayat | alhayat.com | Al-Hayat
Asharq Al-Awsat | aawsat.com | Asharq al-Awsat
Al-Ahram | ahram.org.eg | Al Ahram; Ahram Online
Al-Monitor | al-monitor.com | Al Monitor
Press TV | presstv.ir; presstv.com | PressTV
Rudaw | rudaw.net |
Naharnet | naharnet.com |
Daily Star Lebanon | dailystar.com.lb |
The National | thenationalnews.com; thenational.ae |
Gulf News | gulfnews.com |
Haaretz | haaretz.com | Ha’aretz
Jerusalem Post | jpost.com | JPost; JPost.com
Times of Israel | timesofisrael.com |
Ynet | ynetnews.com; ynet.co.il | Ynetnews; Yedioth Ahronoth; Yediot Aharonot
Israel Hayom | israelhayom.com |
Channel 2 Israel | mako.co.il | Israel’s Channel 2
Hurriyet | hurriyet.com.tr; hurriyetdailynews.com | Hürriyet; Hurriyet Daily News
Daily Sabah | dailysabah.com |
Cumhuriyet | cumhuriyet.com.tr |
BBC | bbc.co.uk; bbc.com | BBC News; BBC Radio; BBC World Service; BBC Newsnight
Sky News | news.sky.com; skynews.com | Sky
ITV News | itv.com | ITV
Channel 4 News | channel4.com | Channel 4
LBC | lbc.co.uk | LBC Radio
The Guardian | theguardian.com; guardian.co.uk |
The Observer | observer.co.uk |
Times of London | thetimes.co.uk | London Times; Sunday Times; The Sunday Times
Daily Telegraph | telegraph.co.uk | The Telegraph; Sunday Telegraph
The Independent | independent.co.uk | Independent on Sunday
Financial Times | ft.com | FT
The Economist | economist.com |
Daily Mail | dailymail.co.uk | MailOnline; Mail Online; the Mail; Mail on Sunday
Daily Mirror | mirror.co.uk | The Mirror; Sunday Mirror; Mirror Online
The Sun | thesun.co.uk; the-sun.com | Sun on Sunday; Sun Online
Daily Express | express.co.uk | the Express; Sunday Express
Daily Star | dailystar.co.uk | Daily Star Online; Daily Star Sunday
Metro UK | metro.co.uk | Metro.co.uk
Evening Standard | standard.co.uk | London Evening Standard; the Standard
i newspaper | inews.co.uk | iNews
Daily Record | dailyrecord.co.uk |
The Scotsman | scotsman.com |
The Herald Scotland | heraldscotland.com |
Manchester Evening News | manchestereveningnews.co.uk |
Liverpool Echo | liverpoolecho.co.uk |
Birmingham Mail | birminghammail.co.uk |
Belfast Telegraph | belfasttelegraph.co.uk |
The Spectator | spectator.co.uk |
New Statesman | newstatesman.com |
Private Eye | private-eye.co.uk |
Irish Times | irishtimes.com |
Irish Independent | independent.ie |
RTE | rte.ie | RTÉ; RTE News; RTÉ News
TheJournal.ie | thejournal.ie | The Journal.ie
Huffington Post | huffingtonpost.com; huffpost.com | HuffPost; HuffPost Live
BuzzFeed News | buzzfeednews.com; buzzfeed.com | BuzzFeed; Buzzfeed; Buzzfeed News
Vice News | vice.com; vicenews.com | VICE News; VICE; Motherboard
Vox | vox.com | Vox.com
Politico | politico.com; politico.eu | POLITICO
The Hill | thehill.com |
Axios | axios.com |
Daily Beast | thedailybeast.com | The Daily Beast
Business Insider | businessinsider.com | Insider.com
Slate | slate.com |
Salon | salon.com |
Quartz | qz.com |
Gawker | gawker.com |
Gizmodo | gizmodo.com |
Jezebel | jezebel.com |
Deadspin | deadspin.com |
Kotaku | kotaku.com |
Mashable | mashable.com |
TechCrunch | techcrunch.com |
The Verge | theverge.com |
Wired | wired.com; wired.co.uk | WIRED; Wired.com
Ars Technica | arstechnica.com |
Engadget | engadget.com |
CNET | cnet.com | Cnet
ZDNet | zdnet.com |
Re/code | recode.net | Recode
9to5Mac | 9to5mac.com | 9to5 Mac
MacRumors | macrumors.com | Mac Rumors
AppleInsider | appleinsider.com |
The Register | theregister.co.uk; theregister.com |
The Information | theinformation.com |
The Intercept | theintercept.com; firstlook.org |
ProPublica | propublica.org |
Bellingcat | bellingcat.com |
Mother Jones | motherjones.com |
The Nation | thenation.com |
New Yorker | newyorker.com | The New Yorker
The Atlantic | theatlantic.com |
New York Magazine | nymag.com; vulture.com | New York magazine; NY Mag
Time | time.com | TIME; Time magazine; Time.com; TIME Magazine
Newsweek | newsweek.com |
Forbes | forbes.com | Forbes.com
Fortune | fortune.com | Fortune magazine
Esquire | esquire.com |
Vanity Fair | vanityfair.com |
Rolling Stone | rollingstone.com |
People | people.com | People magazine; PEOPLE; People.com
Us Weekly | usmagazine.com | US Weekly
TMZ | tmz.com |
E! News | eonline.com | E! Online
Entertainment Weekly | ew.com |
Hollywood Reporter | hollywoodreporter.com | THR
Variety | variety.com |
Deadline | deadline.com | Deadline Hollywood; Deadline.com
The Wrap | thewrap.com | TheWrap
Billboard | billboard.com |
NME | nme.com |
ESPN | espn.com; espn.go.com | ESPN.com
Sports Illustrated | si.com | SI.com
Bleacher Report | bleacherreport.com |
National Review | nationalreview.com |
Weekly Standard | weeklystandard.com |
Breitbart | breitbart.com | Breitbart News; Breitbart.com
Daily Caller | dailycaller.com | The Daily Caller
The Blaze | theblaze.com | TheBlaze
Infowars | infowars.com | InfoWars
WorldNetDaily | wnd.com | WND
Raw Story | rawstory.com | The Raw Story
Talking Points Memo | talkingpointsmemo.com | TPM
ThinkProgress | thinkprogress.org | Think Progress
Newsmax | newsmax.com |
Drudge Report | drudgereport.com |
Newser | newser.com |
Opposing Views | opposingviews.com |
International Business Times | ibtimes.com; ibtimes.co.uk | IBTimes; IB Times
Snopes | snopes.com | Snopes.com
PolitiFact | politifact.com |
FactCheck.org | factcheck.org |
Epoch Times | theepochtimes.com |
Smoking Gun | thesmokinggun.com | The Smoking Gun
Globe and Mail | theglobeandmail.com | The Globe and Mail
Toronto Star | thestar.com |
National Post | nationalpost.com |
CBC | cbc.ca | CBC News; CBC Radio; Radio Canada; Radio-Canada
CTV News | ctvnews.ca | CTV
Global News | globalnews.ca |
Ottawa Citizen | ottawacitizen.com |
Toronto Sun | torontosun.com |
Vancouver Sun | vancouversun.com |
Montreal Gazette | montrealgazette.com |
Sydney Morning Herald | smh.com.au | SMH
The Age | theage.com.au |
The Australian | theaustralian.com.au |
Daily Telegraph Sydney | dailytelegraph.com.au |
Herald Sun | heraldsun.com.au |
Courier-Mail | couriermail.com.au | Courier Mail
News.com.au | news.com.au |
Australian Broadcasting Corporation | abc.net.au | ABC Radio; Radio Australia
Nine News | 9news.com.au; ninemsn.com.au | 9News; 9 News
Seven News | 7news.com.au | 7News; 7 News
New Zealand Herald | nzherald.co.nz | NZ Herald
Stuff | stuff.co.nz | Stuff.co.nz; Fairfax Media
Radio New Zealand | rnz.co.nz | RNZ
Times of India | timesofindia.indiatimes.com; timesofindia.com |
Hindustan Times | hindustantimes.com |
The Hindu | thehindu.com |
Indian Express | indianexpress.com |
NDTV | ndtv.com |
India Today | indiatoday.in |
Economic Times | economictimes.indiatimes.com |
Dawn | dawn.com |
Express Tribune | tribune.com.pk |
Geo News | geo.tv | Geo TV
South China Morning Post | scmp.com | SCMP
China Daily | chinadaily.com.cn |
Global Times | globaltimes.cn |
People’s Daily | people.cn; people.com.cn |
CCTV | cctv.com; cntv.cn | China Central Television; CGTN
Caixin | caixin.com |
Straits Times | straitstimes.com |
Channel NewsAsia | channelnewsasia.com |
Japan Times | japantimes.co.jp |
NHK | nhk.or.jp | NHK World
Asahi Shimbun | asahi.com |
Yomiuri Shimbun | yomiuri.co.jp; the-japan-news.com |
Nikkei | nikkei.com | Nikkei Asia
Korea Herald | koreaherald.com |
Korea Times | koreatimes.co.kr |
Chosun Ilbo | chosun.com |
Bangkok Post | bangkokpost.com |
Jakarta Post | thejakartapost.com |
Rappler | rappler.com |
Philippine Daily Inquirer | inquirer.net |
RT | rt.com | Russia Today
Sputnik | sputniknews.com | Sputnik News
Moscow Times | themoscowtimes.com |
Kommersant | kommersant.ru; kommersant.com |
Novaya Gazeta | novayagazeta.ru; novayagazeta.eu |
Meduza | meduza.io |
Komsomolskaya Pravda | kp.ru |
Izvestia | iz.ru | Izvestiya
LifeNews | lifenews.ru | Life News
Rossiya 24 | vesti.ru |
Echo of Moscow | echo.msk.ru | Ekho Moskvy
Kyiv Post | kyivpost.com |
Kyiv Independent | kyivindependent.com |
Ukrainska Pravda | pravda.com.ua | Ukrayinska Pravda
Radio Free Europe | rferl.org | RFE/RL; Radio Free Europe/Radio Liberty; Radio Liberty
Voice of America | voanews.com | VOA
Radio Free Asia | rfa.org |
Deutsche Welle | dw.com; dw.de | DW
Der Spiegel | spiegel.de | Spiegel; Spiegel Online
Bild | bild.de |
Die Zeit | zeit.de |
Die Welt | welt.de |
Frankfurter Allgemeine Zeitung | faz.net | FAZ
Süddeutsche Zeitung | sueddeutsche.de | Sueddeutsche Zeitung
Stern | stern.de |
Focus | focus.de | Focus magazine
ARD | ard.de; tagesschau.de |
ZDF | zdf.de |
Le Monde | lemonde.fr |
Le Figaro | lefigaro.fr |
Libération | liberation.fr | Liberation
Le Parisien | leparisien.fr |
France 24 | france24.com | France24
Radio France Internationale | rfi.fr | RFI
BFMTV | bfmtv.com | BFM TV; BFM
Mediapart | mediapart.fr |
Charlie Hebdo | charliehebdo.fr |
El País | elpais.com | El Pais
El Mundo | elmundo.es |
La Vanguardia | lavanguardia.com |
La Repubblica | repubblica.it | Repubblica
Corriere della Sera | corriere.it |
La Stampa | lastampa.it |
De Telegraaf | telegraaf.nl |
NRC Handelsblad | nrc.nl | NRC
De Standaard | standaard.be |
Le Soir | lesoir.be |
Aftonbladet | aftonbladet.se |
Dagens Nyheter | dn.se |
Expressen | expressen.se |
Verdens Gang | vg.no | VG
NRK | nrk.no |
Politiken | politiken.dk |
Yle | yle.fi |
Gazeta Wyborcza | wyborcza.pl |
Kathimerini | kathimerini.gr; ekathimerini.com | Ekathimerini
Neue Zürcher Zeitung | nzz.ch | NZZ
Tages-Anzeiger | tagesanzeiger.ch |
swissinfo | swissinfo.ch |
Milenio | milenio.com |
El Universal | eluniversal.com.mx |
Reforma | reforma.com |
La Jornada | jornada.com.mx |
Excelsior | excelsior.com.mx | Excélsior
Televisa | televisa.com |
Univision | univision.com |
Telemundo | telemundo.com |
Folha de S.Paulo | folha.uol.com.br | Folha
O Globo | oglobo.globo.com; globo.com | Globo
Clarín | clarin.com | Clarin
La Nación | lanacion.com.ar | La Nacion
El Tiempo | eltiempo.com |
El Comercio | elcomercio.pe |
El Nuevo Diario | elnuevodiario.com.ni |
La Prensa | laprensa.com.ni |
Daily Nation | nation.co.ke; nation.africa |
Punch Nigeria | punchng.com |
Premium Times | premiumtimesng.com |
Sahara Reporters | saharareporters.com |
Vanguard Nigeria | vanguardngr.com |
News24 | news24.com |
Mail & Guardian | mg.co.za |
eNCA | enca.com |
Granma | granma.cu |
"""


@cache
def well_known_outlets() -> tuple[KnownOutlet, ...]:
    """The outlets and agencies known without a register."""
    outlets = tuple(read_line(line) for line in _LINES.strip().splitlines())
    return (*agencies(), *outlets)
