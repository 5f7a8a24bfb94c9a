# language: da
Egenskab: En sagsbehandlers cyklus, uden noget ved siden af
  Fra årets høring over udmelding, afrapportering og fornyet behandling til pålæg, aftaler, afgørelser, ophævelse og
  opfølgning: hvert trin tages i vinduet, med sin tjekliste, sine dokumenter og sine frister.

  Scenarie: Den sædvanlige cyklus, fra årets høring til opfølgningen på en afslutning
    Givet en database med registrene
    Når hun udsender årets høring, indlæser svarene og lægger sin opsamling ved
    Og hun indlæser to opgørelser over pladser og screener tilbuddet for målgruppen
    Og hun opretter en sag ud fra det signal, som opgørelserne giver
    Og hun lægger opgørelsen, en henvendelse og sin målgruppeanalyse på sagen
    Og hun indkalder til dialogmøde og til møde i Det Faglige Råd og skriver referaterne bagefter
    Og hun forhandler med ministeriet, og ledelsen godkender
    Og hun udsender udmeldingen den 02-03-2026 med frist 30-06-2026 og orienterer om den
    Og hun besvarer et spørgsmål fra et sekretariat
    Og hun tager regionens fælles svar og kommunernes skemaer ind den 06-07-2026 og noterer behandlingen i KKR
    Og hun kvitterer, rykker og stiller supplerende spørgsmål
    Og hun vurderer regionen og hele landet med kapitel, Rådets bemærkninger og en godkendelse
    Og hun afslutter med kommunal implementering den 01-10-2026 og offentliggør behandlingen
    Så står opfølgningen blandt fristerne til 01-10-2027
    Når hun følger op den 01-10-2027 og journaliserer det hele
    Så er hvert dokument i cyklussens rækker ført, og dialogen findes ved søgning

  Scenarie: Fra et høringssvar til opfølgningen på et ophævet pålæg
    Givet en database med registrene
    Når hun opretter årets høring og indlæser 2 høringssvar fra et regneark
    Og hun skriver ved et høringssvar, hvad styrelsen foretog sig
    Og hun opretter en sag ud fra en henvendelse om et tilbud
    Og hun gør sig selv ansvarlig og giver sagen dens nummer
    Og hun noterer et dialogmøde med en aftalt handling til 01-03-2026
    Så står handlingen blandt fristerne og på forsiden
    Når hun forhandler med ministeriet, og ledelsen godkender uden for programmet
    Og hun udsender udmeldingen den 02-03-2026 med frist 30-06-2026
    Og hun flytter Region Sjællands frist til 07-07-2026 med en begrundelse
    Og hun tager svarene ind den 06-07-2026
    Og hun vurderer regionen og konkluderer den 20-07-2026
    Og hun beder om opdateret status den 21-07-2026, standser fristen og lader den løbe igen
    Og hun beder om fornyet behandling den 01-09-2026
    Så ligger der 17 udkast til breve
    Når hun hører parterne og giver et midlertidigt pålæg den 15-09-2026
    Og hun forlænger det midlertidige pålæg den 01-10-2026
    Og hun vurderer de fornyede svar den 12-10-2026
    Og hun pålægger to råd at samle deres tilbud den 31-10-2026
    Så er det midlertidige pålæg ophørt, og fristerne på fire måneder er 28-02-2027
    Når hun pålægger et råd at videreføre et tilbud den 15-11-2026, og kommunerne aftaler finansieringen den 01-02-2027
    Og der ikke er aftalt noget, afgør hun driftsansvar og finansiering den 01-03-2027
    Og hun godkender et nyt tilbud og en overtagelse den 15-03-2027
    Og hun ophæver pålægget den 01-11-2027 og følger op den 01-12-2027
    Og hun skriver et telefonnotat på ti sekunder
    Og hun journaliserer alt, hvad der mangler
    Så viser tidslinjen det hele, og intet mangler at blive journaliseret
    Når hun gemmer fristerne til kalenderen og lukker sagen
    Så er sagen lukket, og databasen er i orden
