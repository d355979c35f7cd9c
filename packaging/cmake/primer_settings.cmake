# Settings every target shares, as an interface target: primer_module links it, nothing is global but the
# language standard and the output folder.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin")

add_library(primer_settings INTERFACE)
# -Wrestrict: GCC 12 warns wrongly about std::string at -O3 (GCC bug 105651).
target_compile_options(primer_settings INTERFACE -Wall -Wextra -Wno-missing-field-initializers
    -Wno-restrict)
target_include_directories(primer_settings INTERFACE "${CMAKE_SOURCE_DIR}")
target_compile_definitions(primer_settings INTERFACE
    QT_NO_KEYWORDS QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII QT_NO_CAST_FROM_BYTEARRAY
    PRIMER_VERSION="${PROJECT_VERSION}")
if(PRIMER_SANITIZER)
    target_compile_options(primer_settings INTERFACE -fsanitize=${PRIMER_SANITIZER} -fno-sanitize-recover=all
        -fno-omit-frame-pointer)
    target_link_options(primer_settings INTERFACE -fsanitize=${PRIMER_SANITIZER})
endif()

# What is called a few times a second need not be fast, but compile soon: the tests, the verbs of the command line.
add_library(primer_soon_compiled INTERFACE)
if(CMAKE_BUILD_TYPE STREQUAL "Release")
    # -Warray-bounds: GCC 12 warns wrongly here too about std::string, whose header is precompiled (GCC bug 105651).
    target_compile_options(primer_soon_compiled INTERFACE -O1 $<$<CXX_COMPILER_ID:GNU>:-Wno-array-bounds>)
endif()
