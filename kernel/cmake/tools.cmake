# Is there a compiler, are there Python's headers? What is there but does not work ends the build.

# Enable C++, or set `missing` in the caller to a sentence that says what is not there.
macro(find_compiler missing)
  set(${missing} "")
  if(CMAKE_CXX_COMPILER AND NOT EXISTS "${CMAKE_CXX_COMPILER}") # the one of the last build has gone
    unset(CMAKE_CXX_COMPILER CACHE)
    file(REMOVE_RECURSE "${CMAKE_BINARY_DIR}/CMakeFiles/${CMAKE_VERSION}")
  endif()
  include(CheckLanguage)
  check_language(CXX)
  if(NOT CMAKE_CXX_COMPILER)
    unset(CMAKE_CXX_COMPILER CACHE)
    separate_arguments(named UNIX_COMMAND "$ENV{CXX}")
    list(APPEND named c++ g++ clang++ icpx)
    if(DEFINED ENV{CXX})
      list(GET named 0 named)
    endif()
    find_program(seen NAMES ${named} NO_CACHE NO_CMAKE_PATH NO_CMAKE_ENVIRONMENT_PATH NO_CMAKE_SYSTEM_PATH)
  endif()
  if(WIN32)
    set(${missing} "it is not built on Windows, where nobody has tried it")
  elseif(CMAKE_CXX_COMPILER OR seen)
    enable_language(CXX) # a compiler that does not work: CMake says how
  else()
    set(${missing} "no C++ compiler when installed (Debian: apt install g++)")
  endif()
endmacro()

# Find Python and nanobind, or set `missing` in the caller to a sentence that says what is not there.
macro(find_python missing)
  set(${missing} "")
  find_package(Python 3.11 REQUIRED COMPONENTS Interpreter OPTIONAL_COMPONENTS Development.Module)
  if(Python_Development.Module_FOUND)
    execute_process(
      COMMAND "${Python_EXECUTABLE}" -m nanobind --cmake_dir
      OUTPUT_VARIABLE nanobind_ROOT
      OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY
    )
    find_package(nanobind CONFIG REQUIRED)
  else()
    set(${missing} "no Python headers when installed (Debian: apt install python3-dev)")
  endif()
endmacro()
