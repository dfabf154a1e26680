#include "assets.h"

// One array for each file. KaTeX is found through the compiler's --embed-dir (see Package.swift); of
// its fonts only the form that every browser of today reads is taken.
#define ASSET(identifier) static const unsigned char identifier[] =

ASSET(page_style) {
#embed "page.css"
};
ASSET(page_script) {
#embed "page.js"
};
ASSET(katex_license) {
#embed "katex-license.txt"
};
ASSET(katex_script) {
#embed "katex.min.js"
};
ASSET(katex_style) {
#embed "katex.min.css"
};
ASSET(font_ams_regular) {
#embed "fonts/KaTeX_AMS-Regular.woff2"
};
ASSET(font_caligraphic_bold) {
#embed "fonts/KaTeX_Caligraphic-Bold.woff2"
};
ASSET(font_caligraphic_regular) {
#embed "fonts/KaTeX_Caligraphic-Regular.woff2"
};
ASSET(font_fraktur_bold) {
#embed "fonts/KaTeX_Fraktur-Bold.woff2"
};
ASSET(font_fraktur_regular) {
#embed "fonts/KaTeX_Fraktur-Regular.woff2"
};
ASSET(font_main_bold) {
#embed "fonts/KaTeX_Main-Bold.woff2"
};
ASSET(font_main_bolditalic) {
#embed "fonts/KaTeX_Main-BoldItalic.woff2"
};
ASSET(font_main_italic) {
#embed "fonts/KaTeX_Main-Italic.woff2"
};
ASSET(font_main_regular) {
#embed "fonts/KaTeX_Main-Regular.woff2"
};
ASSET(font_math_bolditalic) {
#embed "fonts/KaTeX_Math-BoldItalic.woff2"
};
ASSET(font_math_italic) {
#embed "fonts/KaTeX_Math-Italic.woff2"
};
ASSET(font_sansserif_bold) {
#embed "fonts/KaTeX_SansSerif-Bold.woff2"
};
ASSET(font_sansserif_italic) {
#embed "fonts/KaTeX_SansSerif-Italic.woff2"
};
ASSET(font_sansserif_regular) {
#embed "fonts/KaTeX_SansSerif-Regular.woff2"
};
ASSET(font_script_regular) {
#embed "fonts/KaTeX_Script-Regular.woff2"
};
ASSET(font_size1_regular) {
#embed "fonts/KaTeX_Size1-Regular.woff2"
};
ASSET(font_size2_regular) {
#embed "fonts/KaTeX_Size2-Regular.woff2"
};
ASSET(font_size3_regular) {
#embed "fonts/KaTeX_Size3-Regular.woff2"
};
ASSET(font_size4_regular) {
#embed "fonts/KaTeX_Size4-Regular.woff2"
};
ASSET(font_typewriter_regular) {
#embed "fonts/KaTeX_Typewriter-Regular.woff2"
};

#define ENTRY(path, identifier) {path, identifier, sizeof identifier}

static const struct nbrun_asset assets[] = {
    ENTRY("nbrun.css", page_style),
    ENTRY("nbrun.js", page_script),
    ENTRY("katex/LICENSE", katex_license),
    ENTRY("katex/katex.min.js", katex_script),
    ENTRY("katex/katex.min.css", katex_style),
    ENTRY("katex/fonts/KaTeX_AMS-Regular.woff2", font_ams_regular),
    ENTRY("katex/fonts/KaTeX_Caligraphic-Bold.woff2", font_caligraphic_bold),
    ENTRY("katex/fonts/KaTeX_Caligraphic-Regular.woff2", font_caligraphic_regular),
    ENTRY("katex/fonts/KaTeX_Fraktur-Bold.woff2", font_fraktur_bold),
    ENTRY("katex/fonts/KaTeX_Fraktur-Regular.woff2", font_fraktur_regular),
    ENTRY("katex/fonts/KaTeX_Main-Bold.woff2", font_main_bold),
    ENTRY("katex/fonts/KaTeX_Main-BoldItalic.woff2", font_main_bolditalic),
    ENTRY("katex/fonts/KaTeX_Main-Italic.woff2", font_main_italic),
    ENTRY("katex/fonts/KaTeX_Main-Regular.woff2", font_main_regular),
    ENTRY("katex/fonts/KaTeX_Math-BoldItalic.woff2", font_math_bolditalic),
    ENTRY("katex/fonts/KaTeX_Math-Italic.woff2", font_math_italic),
    ENTRY("katex/fonts/KaTeX_SansSerif-Bold.woff2", font_sansserif_bold),
    ENTRY("katex/fonts/KaTeX_SansSerif-Italic.woff2", font_sansserif_italic),
    ENTRY("katex/fonts/KaTeX_SansSerif-Regular.woff2", font_sansserif_regular),
    ENTRY("katex/fonts/KaTeX_Script-Regular.woff2", font_script_regular),
    ENTRY("katex/fonts/KaTeX_Size1-Regular.woff2", font_size1_regular),
    ENTRY("katex/fonts/KaTeX_Size2-Regular.woff2", font_size2_regular),
    ENTRY("katex/fonts/KaTeX_Size3-Regular.woff2", font_size3_regular),
    ENTRY("katex/fonts/KaTeX_Size4-Regular.woff2", font_size4_regular),
    ENTRY("katex/fonts/KaTeX_Typewriter-Regular.woff2", font_typewriter_regular),
};

size_t nbrun_asset_count(void) { return sizeof assets / sizeof assets[0]; }

struct nbrun_asset nbrun_asset_at(size_t index) { return assets[index]; }
