# How every target of the tree is made: C++23 on libc++, warnings as errors, links PRIVATE unless a header needs them.

set(CMAKE_CXX_STANDARD 23)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CALLBOARD_SANITIZE "" CACHE STRING "address,undefined or thread")

add_library(callboard_options INTERFACE)
target_include_directories(callboard_options INTERFACE ${CMAKE_SOURCE_DIR})
target_compile_options(callboard_options INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion
                                                   -Wnon-virtual-dtor -Wimplicit-fallthrough -Wno-missing-designated-field-initializers -Werror)

if(EMSCRIPTEN)
  # One exception model for every object of a program: libpqxx throws, and is caught where it is wrapped.
  # Nothing asks for the type of an object, and the names of all types would have to be loaded.
  add_compile_options(-fwasm-exceptions -fno-rtti)
  add_link_options(-fwasm-exceptions)
  # node runs the unit tests, with the machine's files in reach for the fixtures.
  set(CMAKE_CROSSCOMPILING_EMULATOR node)
  set(CALLBOARD_TEST_LINK_OPTIONS -sALLOW_MEMORY_GROWTH=1 -sNODERAWFS=1 -sEXIT_RUNTIME=1 -sSTACK_SIZE=1mb)
else()
  add_compile_options(-stdlib=libc++)
  add_link_options(-stdlib=libc++ -fuse-ld=lld)
  if(CALLBOARD_SANITIZE)
    add_compile_options(-fsanitize=${CALLBOARD_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
    add_link_options(-fsanitize=${CALLBOARD_SANITIZE})
  endif()
endif()

# The heavy header that nearly every file sees, compiled once; worth it natively and in the browser's half alike.
function(callboard_use_pch target)
  if(NOT TARGET callboard_pch)
    file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/pch.cpp CONTENT "// Carries the precompiled header.\n")
    add_library(callboard_pch STATIC ${CMAKE_BINARY_DIR}/pch.cpp)
    target_link_libraries(callboard_pch PRIVATE callboard_options nlohmann_json::nlohmann_json)
    target_precompile_headers(callboard_pch PRIVATE <nlohmann/json.hpp> <algorithm> <expected> <format> <functional> <map>
                                                    <memory> <optional> <ranges> <string> <string_view> <vector>)
    target_compile_options(callboard_pch PRIVATE -Xclang -fno-pch-timestamp)
  endif()
  target_compile_options(${target} PRIVATE -Xclang -fno-pch-timestamp)
  target_precompile_headers(${target} REUSE_FROM callboard_pch)
endfunction()

# callboard_library(name SOURCES a.cpp ... [DEPS targets used in .cpp files] [PUBLIC_DEPS targets that headers show])
# makes the static library callboard_<name>.
function(callboard_library name)
  cmake_parse_arguments(ARG "" "" "SOURCES;DEPS;PUBLIC_DEPS" ${ARGN})
  add_library(callboard_${name} STATIC ${ARG_SOURCES})
  target_link_libraries(callboard_${name} PRIVATE callboard_options ${ARG_DEPS} PUBLIC ${ARG_PUBLIC_DEPS} nlohmann_json::nlohmann_json)
  callboard_use_pch(callboard_${name})
endfunction()

# What is slow in the browser's half when it is small, which all the rest is: that what loads is little comes first there.
# Other options than the precompiled header's cannot use it.
function(callboard_quick target)
  if(EMSCRIPTEN)
    set_target_properties(${target} PROPERTIES DISABLE_PRECOMPILE_HEADERS ON)
    target_compile_options(${target} PRIVATE -Os)
  endif()
endfunction()

# callboard_test(name SOURCES x_test.cpp ... [DEPS ...] [LABEL unit|store|...] [ENVIRONMENT ...]) makes <name>_test, one ctest entry.
function(callboard_test name)
  cmake_parse_arguments(ARG "" "LABEL" "SOURCES;DEPS;ENVIRONMENT" ${ARGN})
  if(NOT ARG_LABEL)
    set(ARG_LABEL unit)
  endif()
  add_executable(${name}_test ${ARG_SOURCES})
  target_link_libraries(${name}_test PRIVATE callboard_options ${ARG_DEPS} GTest::gmock_main nlohmann_json::nlohmann_json)
  target_compile_definitions(${name}_test PRIVATE CALLBOARD_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
  if(EMSCRIPTEN)
    target_link_options(${name}_test PRIVATE ${CALLBOARD_TEST_LINK_OPTIONS})
  endif()
  callboard_use_pch(${name}_test)
  add_test(NAME ${name} COMMAND ${name}_test)
  set_tests_properties(${name} PROPERTIES LABELS ${ARG_LABEL} ENVIRONMENT "${ARG_ENVIRONMENT}")
endfunction()
