/* For trials only: Windows 10 and later have this library, wine 8 has not. Every converter is "not found", with
   which Qt falls back to its own. */
#define FILE_ACCESS_ERROR 4
#define REFUSES(name) \
    __declspec(dllexport) void *name(void) { return 0; }

__declspec(dllexport) void *ucnv_open(const char *name, int *error) {
    (void)name;
    *error = FILE_ACCESS_ERROR;
    return 0;
}

REFUSES(ucnv_close)
REFUSES(ucnv_reset)
REFUSES(UCNV_FROM_U_CALLBACK_SUBSTITUTE)
REFUSES(UCNV_TO_U_CALLBACK_SUBSTITUTE)
REFUSES(ucnv_getMaxCharSize)
REFUSES(ucnv_getName)
REFUSES(ucnv_getToUCallBack)
REFUSES(ucnv_getFromUCallBack)
REFUSES(ucnv_setToUCallBack)
REFUSES(ucnv_setFromUCallBack)
REFUSES(ucnv_cbToUWriteUChars)
REFUSES(ucnv_cbFromUWriteUChars)
REFUSES(ucnv_toUnicode)
REFUSES(ucnv_fromUnicode)
REFUSES(ucnv_toUCountPending)
REFUSES(ucnv_fromUCountPending)
REFUSES(ucnv_getStandardName)
REFUSES(ucnv_getAvailableName)
REFUSES(ucnv_countAvailable)

int __stdcall DllMainCRTStartup(void *library, unsigned reason, void *reserved) {
    (void)library, (void)reason, (void)reserved;
    return 1;
}
