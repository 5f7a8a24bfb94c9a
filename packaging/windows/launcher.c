/* Starts the Python beside it with the program: koorddesk.exe opens the window, koorddesk-cli.exe (built with CONSOLE)
   is the command line, koorddesk-reader.exe (built with READER too) a process that the others start to read a file.
   None runs code that it is given. Nothing is unpacked, nothing is written, no variable of the environment is read. */
#ifndef UNICODE
#define UNICODE
#endif
#include <stdlib.h>
#include <wchar.h>
#include <windows.h>

#define LONGEST 32768
#define OWN_ARGUMENTS 10

typedef int(__cdecl *main_of_python)(int, wchar_t **);

static wchar_t folder[LONGEST], library[LONGEST], itself[LONGEST];

static int refuse(const wchar_t *text) {
#ifdef CONSOLE
    DWORD written;
    WriteConsoleW(GetStdHandle(STD_ERROR_HANDLE), text, (DWORD)wcslen(text), &written, NULL);
#else
    MessageBoxW(NULL, text, L"koorddesk", MB_OK | MB_ICONERROR);
#endif
    return 2;
}

static int start(void) {
    const wchar_t *broken = L"koorddesk kan ikke starte, fordi en af programmets filer mangler eller er sp\u00e6rret. "
                            L"Bed it-afdelingen om at reparere installationen.\n";
    DWORD length = GetModuleFileNameW(NULL, itself, LONGEST);
    if (length == 0 || length >= LONGEST) return refuse(broken);
    wcscpy(folder, itself);
    wchar_t *last = wcsrchr(folder, L'\\');
    if (last == NULL || (size_t)(last - folder) + 40 >= LONGEST) return refuse(broken);
    wcscpy(last, L"\\runtime\\");
    wcscpy(library, folder);
    wcscat(library, L"" PYTHON_DLL);
    /* Libraries come from our own folder and from Windows, never from the folder a file was opened in. */
    SetDefaultDllDirectories(LOAD_LIBRARY_SEARCH_DEFAULT_DIRS);
    HMODULE python = LoadLibraryExW(library, NULL, LOAD_LIBRARY_SEARCH_DLL_LOAD_DIR | LOAD_LIBRARY_SEARCH_DEFAULT_DIRS);
    if (python == NULL) return refuse(broken);
    main_of_python run = (main_of_python)(void *)GetProcAddress(python, "Py_Main");
    int count = 0;
    wchar_t **given = CommandLineToArgvW(GetCommandLineW(), &count);
    wchar_t **arguments = calloc((size_t)count + OWN_ARGUMENTS, sizeof *arguments);
    if (run == NULL || given == NULL || arguments == NULL) return refuse(broken);
    int used = 0;
    arguments[used++] = itself;
    arguments[used++] = L"-I"; /* nothing from the environment, nothing of the user's own packages */
    arguments[used++] = L"-B"; /* nothing is written beside the program */
    arguments[used++] = L"-X";
    arguments[used++] = L"utf8";
#ifdef READER
    arguments[used++] = L"-X";
    arguments[used++] = L"faulthandler";
    arguments[used++] = L"-c";
    arguments[used++] = L"import sys; from koorddesk.workbooks.worker_process import serve; "
                        L"serve(int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3]))";
#elif defined(CONSOLE)
    arguments[used++] = L"-m";
    arguments[used++] = L"koorddesk";
#else
    arguments[used++] = L"-c";
    arguments[used++] = L"import sys; from ui.app import main; sys.exit(main())";
#endif
    for (int number = 1; number < count; number++) arguments[used++] = given[number];
    int status = run(used, arguments);
#ifndef CONSOLE
    if (status == 1)
        return refuse(L"koorddesk stoppede uventet. Intet gemt er g\u00e5et tabt. Loggen ligger i mappen "
                      L"%LOCALAPPDATA%\\koorddesk\\Logs; send den til it-afdelingen.");
#endif
    return status;
}

#ifdef CONSOLE
int wmain(void) { return start(); }
#else
int WINAPI wWinMain(HINSTANCE instance, HINSTANCE none, LPWSTR line, int shown) {
    (void)instance, (void)none, (void)line, (void)shown;
    return start();
}
#endif
