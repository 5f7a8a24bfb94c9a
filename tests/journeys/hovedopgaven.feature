# language: da
Egenskab: Fra et skema i Excel til et brev
  En sagsbehandler har en central udmelding med en frist. Hun lærer programmet skemaet, slipper besvarelserne på
  vinduet, ser hvem der har svaret, vurderer regionen og beder kommunalbestyrelserne om fornyet behandling.

  Scenarie: En dag fra tom database til trykte breve
    Givet en tom database
    Når hun lærer det tomme skema "T2_indberetningsskema_kommune.xlsx" som "kommune"
    Og hun indlæser kontakterne
    Og hun opretter udmeldingen "CU-2025-PRØVE" til Region Sjælland med frist 15-10-2025
    Og hun slipper besvarelserne fra Faxe, Sorø og Vordingborg på vinduet som modtaget 14-10-2025
    Så er Faxe klar til godkendelse, og Vordingborg har en fejl
    Når hun tager besvarelserne ind
    Så har 2 af 17 kommuner svaret, og 1 holdes
    Når hun godkender advarslen om "ca. 7" med begrundelsen "Bekræftet telefonisk"
    Og hun fastholder svaret på "1.2 " fra Sorø i vurderingen af udbuddet
    Og hun vurderer, at Region Sjælland mangler både udbud og koordination
    Og hun noterer et dialogmøde på sagen
    Og hun beder kommunalbestyrelserne om fornyet behandling
    Så er der 17 udkast, og brevet til Sorø fører tallet tilbage til sin celle
    Når en jurist har taget stilling, og kontorchefen godkender brevet til Sorø
    Så er brevet låst uden udkaststempel, og det kan trykkes fra en mappe
    Og databasen er i orden

  Scenarie: Filerne først: hun får kun at vide, at hun skal indlæse dem og skrive til Region Sjælland
    Givet en tom database, hvor brevenes afsender ikke er udfyldt
    Når hun slipper besvarelserne på vinduet, før noget skema er lært
    Og hun viser programmet det tomme skema
    Så venter filerne på hende, og hun noterer udmeldingen og læser dem
    Når hun tager besvarelserne ind
    Og hun søger "skriv sjælland" og vælger at skrive til kommunalbestyrelserne
    Så får hun at vide, at vurderingen skal afsluttes først
    Når hun fastholder svaret på "1.2 " fra Faxe i vurderingen af udbuddet
    Og hun vurderer, at Region Sjælland mangler både udbud og koordination
    Og hun vælger igen at skrive, og udfylder afsenderen den ene gang, der spørges
    Så er der 17 udkast, og alle mangler en adresse
    Når hun henter adresserne fra et regneark, og en jurist tager stilling
    Og hun godkender og afsender hele udsendelsen under ét
    Så er 17 breve sendt med dags dato, og I dag viser kun, hvad der er tilbage
    Og databasen er i orden
