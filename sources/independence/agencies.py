"""News agencies of the world, as data: name, domain, other ways to write it.

Agencies that are not here (or are invented) come from the caller's register.
"""

from __future__ import annotations

from functools import cache
from typing import Final

from sources.independence.names import KnownOutlet

# Name | domains | aliases, separated by semicolons. What ends in * means too much
# else in running text ("the APA") and is only taken as a credit.
_LINES: Final = """
Associated Press | apnews.com; ap.org | AP; A.P.; Assoc. Press
Reuters | reuters.com | Thomson Reuters; Reuters News Agency; Reuters.com
Agence France-Presse | afp.com | AFP; Agence France Presse; AFP-JIJI; AFP News
PA Media | pa.media; pressassociation.com | Press Association; PA; PA News
Deutsche Presse-Agentur | dpa.com; dpa-international.com | dpa; DPA; German Press Agency
United Press International | upi.com | UPI
Xinhua | xinhuanet.com; news.cn | Xinhua News Agency; New China News Agency
TASS | tass.com; tass.ru; itar-tass.com | ITAR-TASS; Itar-Tass; Tass
RIA Novosti | ria.ru | RIA; RIA-Novosti
Interfax | interfax.ru; interfax.com | Interfax News Agency
Interfax-Ukraine | interfax.com.ua | Interfax Ukraine
Ukrinform | ukrinform.net; ukrinform.ua |
UNIAN | unian.net; unian.info |
ANSA | ansa.it | Ansa
Adnkronos | adnkronos.com |
EFE | efe.com | Agencia EFE; Efe
Europa Press | europapress.es |
Lusa | lusa.pt | Lusa News Agency
Kyodo | kyodonews.net; kyodo.co.jp | Kyodo News; Kyodo News Agency
Jiji Press | jiji.com | Jiji
Yonhap | yna.co.kr; yonhapnews.co.kr | Yonhap News Agency; Yonhap News
KCNA | kcna.kp | Korean Central News Agency
Press Trust of India | ptinews.com | PTI
Asian News International | aninews.in | ANI
Indo-Asian News Service | ians.in | IANS
United News of India | uniindia.com | UNI*
Australian Associated Press | aap.com.au | AAP
Anadolu Agency | aa.com.tr | Anadolu; Anadolu Ajansi; Anadolu Ajansı
Demirören News Agency | dha.com.tr | DHA; Dogan News Agency; Doğan News Agency
Bloomberg | bloomberg.com | Bloomberg News; Bloomberg Businessweek; Bloomberg.com
Dow Jones Newswires | dowjones.com | Dow Jones News
Canadian Press | thecanadianpress.com | The Canadian Press; CP*
Agência Brasil | agenciabrasil.ebc.com.br | Agencia Brasil
Télam | telam.com.ar | Telam
Notimex | notimex.gob.mx |
Prensa Latina | prensa-latina.cu; plenglish.com |
Austria Press Agency | apa.at | Austria Presse Agentur; Austria Press Agentur; APA*
Keystone-ATS | keystone-sda.ch | Keystone-SDA; ATS-SDA
ANP | anp.nl | Algemeen Nederlands Persbureau
Belga | belga.be; belganewsagency.eu | Belga News Agency
NTB | ntb.no | Norsk Telegrambyrå
TT | tt.se | TT News Agency; Tidningarnas Telegrambyrå
Ritzau | ritzau.dk; ritzau.com |
STT | stt.fi | Suomen Tietotoimisto
Polish Press Agency | pap.pl | PAP*
Czech News Agency | ctk.cz; ceskenoviny.cz | CTK; ČTK
TASR | tasr.sk |
MTI | mti.hu | Hungarian News Agency
Agerpres | agerpres.ro |
Mediafax | mediafax.ro |
BTA | bta.bg | Bulgarian News Agency
Hina | hina.hr |
Tanjug | tanjug.rs | Tanjug News Agency
BELTA | belta.by | BelTA
Baltic News Service | bns.lt; bns.ee | BNS*
AMNA | amna.gr | Athens-Macedonian News Agency; Athens News Agency
IRNA | irna.ir | Islamic Republic News Agency
ISNA | isna.ir | Iranian Students’ News Agency
Fars News Agency | farsnews.ir | Fars; FARS
Tasnim | tasnimnews.com | Tasnim News Agency
Mehr News Agency | mehrnews.com | Mehr
SANA | sana.sy | Syrian Arab News Agency
WAFA | wafa.ps | Palestinian News Agency; Wafa
Ma’an News Agency | maannews.net | Ma’an; Maan News Agency
Petra | petra.gov.jo | Petra News Agency
MENA | mena.org.eg | Middle East News Agency
Saudi Press Agency | spa.gov.sa | SPA*
WAM | wam.ae | Emirates News Agency
QNA | qna.org.qa | Qatar News Agency
KUNA | kuna.net.kw | Kuwait News Agency
National News Agency | nna-leb.gov.lb | NNA*
Pajhwok | pajhwok.com | Pajhwok Afghan News
APP | app.com.pk | Associated Press of Pakistan
Bernama | bernama.com |
Antara | antaranews.com | Antara News Agency
Vietnam News Agency | vnanet.vn | VNA
Central News Agency | cna.com.tw; focustaiwan.tw |
News Agency of Nigeria | nannews.ng; nannewsnigeria.com | NAN*
Ghana News Agency | gna.org.gh | GNA*
Agencia Andina | andina.pe | Andina
Inter Press Service | ipsnews.net | IPS*
Religion News Service | religionnews.com | RNS
Catholic News Agency | catholicnewsagency.com |
Jewish Telegraphic Agency | jta.org | JTA
Kaiser Health News | khn.org; kffhealthnews.org | KFF Health News
States Newsroom | statesnewsroom.com |
Tribune News Service | tribunecontentagency.com | Tribune Content Agency; TNS
McClatchy-Tribune | mctdirect.com | MCT*; McClatchy-Tribune News Service
Scripps News | scrippsnews.com | Scripps Howard News Service
City News Service | socalnews.com |
Bay City News | baycitynews.com | Bay City News Service
Local Democracy Reporting Service | ldrs.org.uk | LDRS
SWNS | swns.com | South West News Service
Cover Media | covermg.com |
Bang Showbiz | bangshowbiz.com | BANG Showbiz; BANG*
Central European News | cen.at | CEN*
Caters | catersnews.com | Caters News; Caters News Agency
Barcroft Media | barcroft.tv |
"""


@cache
def agencies() -> tuple[KnownOutlet, ...]:
    """The agencies known without a register."""
    return tuple(
        read_line(line, is_agency=True) for line in _LINES.strip().splitlines()
    )


def read_line(line: str, *, is_agency: bool = False) -> KnownOutlet:
    """An outlet from a line of data: name | domains | aliases."""
    name, domains, aliases = (_parts(part) for part in line.split("|"))
    return KnownOutlet(
        name=name[0],
        domains=domains,
        aliases=tuple(one for one in aliases if not one.endswith("*")),
        credit_aliases=tuple(one[:-1] for one in aliases if one.endswith("*")),
        is_agency=is_agency,
    )


def _parts(text: str) -> tuple[str, ...]:
    return tuple(one.strip() for one in text.split(";") if one.strip())
