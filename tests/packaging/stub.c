/* Stands in for python.exe and py.exe where there is no Python for Windows: it writes down how it
   was called and ends with the exit code it is told to.

   STUB_LOG    file that gets one block per call: the program, the current folder, each argument
   STUB_FITS   text that the whole path of the program (for py.exe: its first argument) must hold
               for "probe" to succeed
   STUB_CODE   exit code of everything else; STUB_IMPORT: that of -c "import ..." */
#include <stdio.h>
#include <stdlib.h>
#include <wchar.h>
#include <windows.h>

static int number(const wchar_t *name)
{
    const wchar_t *said = _wgetenv(name);
    return said ? _wtoi(said) : 0;
}

static void put(FILE *log, const wchar_t *text)
{
    char bytes[4096];
    WideCharToMultiByte(CP_UTF8, 0, text, -1, bytes, sizeof bytes, NULL, NULL);
    fprintf(log, "%s\n", bytes);
}

int wmain(int count, wchar_t **words)
{
    wchar_t here[1024], program[1024];
    const wchar_t *fits = _wgetenv(L"STUB_FITS");
    const wchar_t *file = _wgetenv(L"STUB_LOG");
    FILE *log = file ? _wfopen(file, L"ab") : NULL;
    int i;
    GetCurrentDirectoryW(1024, here);
    GetModuleFileNameW(NULL, program, 1024);
    if (log) {
        put(log, program);
        put(log, here);
        for (i = 1; i < count; i++)
            put(log, words[i]);
        fprintf(log, "\n");
        fclose(log);
    }
    for (i = 1; i < count; i++) {
        if (!wcscmp(words[i], L"probe")) {
            const wchar_t *where = words[1][1] == L'3' ? words[1] : program;
            return fits && *fits && wcsstr(where, fits) ? 0 : 3;
        }
        if (!wcscmp(words[i], L"import xladdin"))
            return number(L"STUB_IMPORT");
    }
    return number(L"STUB_CODE");
}
