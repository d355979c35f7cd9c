# cmake -DOUTPUT=file.h -DNAME=array -DFILES=a;b -P embed_texts.cmake: the files as an array of raw strings, in order.
set(body "// Made by CMake.\n#pragma once\n\ninline constexpr const char *${NAME}[] = {\n")
foreach(file IN LISTS FILES)
    file(READ "${file}" text)
    string(APPEND body "R\"primer(${text})primer\",\n")
endforeach()
string(APPEND body "};\n")
file(WRITE "${OUTPUT}" "${body}")
