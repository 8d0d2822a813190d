// SPDX-License-Identifier: Apache-2.0
#include "tensor/npy.hpp"

#include <cmath>
#include <string>

#include "core/errors.hpp"
#include "support/catch.hpp"
#include "support/temporary_directory.hpp"
#include "tensor/npy_bytes.hpp"

using namespace gossamer;
using gossamer::test::npy_bytes;
using gossamer::test::npy_header_text;
using tensor::read_npy_header;
using tensor::read_npy_int16;

namespace {

const test::TemporaryDirectory& directory() {
  static const test::TemporaryDirectory the_directory;
  return the_directory;
}

tensor::Tensor<std::int16_t> read(const std::string& bytes) {
  return read_npy_int16(directory().write("t.npy", bytes));
}

/// What is wrong with these bytes, "" if nothing.
std::string fault(const std::string& bytes) {
  const std::string path = directory().write("faulty.npy", bytes);
  try {
    read_npy_int16(path);
  } catch (const core::ConfigError& error) {
    CHECK(error.faults().front().where.file == path);
    return error.faults().front().message;
  }
  return "";
}

std::string fault_of_header(const std::string& text) {
  return fault(npy_bytes(text, "12"));
}

using Catch::Matchers::Contains;
using namespace std::string_literals;

}  // namespace

TEST_CASE("what is written is read back") {
  const tensor::Shape shape = GENERATE(tensor::Shape{}, tensor::Shape{5}, tensor::Shape{2, 3},
                                       tensor::Shape{2, 1, 3, 4}, tensor::Shape{0, 3});
  tensor::Tensor<std::int16_t> written(shape);
  for (std::size_t i = 0; i < written.size(); ++i)
    written.data[i] = static_cast<std::int16_t>(i * 7919 - 32768);
  const std::string path = (directory().path() / "written.npy").string();
  write_npy(path, written);
  CHECK(read_npy_int16(path) == written);
  CHECK(read_npy_header(path).data_offset % 64 == 0);
  CHECK(read_npy_header(path).descr == "<i2");
  CHECK(read_npy_header(path).shape == shape);
}

TEST_CASE("every integer width, byte order and sign is understood") {
  const std::vector<std::int16_t> expected{-2, 5};
  CHECK(read(npy_bytes(npy_header_text("|i1", "(2,)"), "\xFE\x05")).data == expected);
  CHECK(read(npy_bytes(npy_header_text("<i2", "(2,)"), "\xFE\xFF\x05\x00"s)).data == expected);
  CHECK(read(npy_bytes(npy_header_text("=i2", "(2,)"), "\xFE\xFF\x05\x00"s)).data == expected);
  CHECK(read(npy_bytes(npy_header_text(">i2", "(2,)"), "\xFF\xFE\x00\x05"s)).data == expected);
  CHECK(read(npy_bytes(npy_header_text(">i4", "(1,)"), "\xFF\xFF\xFF\xFE"s)).data[0] == -2);
  CHECK(read(npy_bytes(npy_header_text("<i8", "(1,)"), "\xFE\xFF\xFF\xFF\xFF\xFF\xFF\xFF"s))
            .data[0] == -2);
  CHECK(read(npy_bytes(npy_header_text("|u1", "(1,)"), "\xFE")).data[0] == 254);
  CHECK(read(npy_bytes(npy_header_text(">u2", "(1,)"), "\x7F\xFF")).data[0] == 32767);
  CHECK(read(npy_bytes(npy_header_text("<u4", "(1,)"), "\x01\x02\x00\x00"s)).data[0] == 513);
  CHECK(read(npy_bytes(npy_header_text("<u8", "()"), "\x03\0\0\0\0\0\0\0"s)).data[0] == 3);
  CHECK(read(npy_bytes(npy_header_text("|b1", "(2,)"), "\x01\x00"s)).data ==
        std::vector<std::int16_t>{1, 0});
}

TEST_CASE("Fortran order becomes C order") {
  const auto text = "{'descr': '|i1', 'fortran_order': True, 'shape': (2, 3, 2), }";
  const auto read_back = read(npy_bytes(text, "\0\1\2\3\4\5\6\7\10\11\12\13"s));
  CHECK(read_back.shape == tensor::Shape{2, 3, 2});
  CHECK(read_back.data == std::vector<std::int16_t>{0, 6, 2, 8, 4, 10, 1, 7, 3, 9, 5, 11});
}

TEST_CASE("format versions 1.0 to 3.0 are read and later ones refused") {
  const int version = GENERATE(1, 2, 3);
  const std::string text = npy_header_text("|i1", "(1,)");
  CHECK(read(npy_bytes(text, "\5", version)).data[0] == 5);
  CHECK(fault(npy_bytes(text, "\5", 4)) == ".npy format version 4.0; allowed: 1.0, 2.0, 3.0");
}

TEST_CASE("headers may be written in any style that Python reads alike") {
  CHECK(read(npy_bytes("{\"shape\":(2L,),\"fortran_order\":False,\"descr\":\"|i1\"}\n", "12"))
            .size() == 2);
  CHECK(
      read(npy_bytes(" { 'shape' : ( 1 , 2 , ) ,\n'fortran_order':False, 'descr': '|i1' } ", "12"))
          .size() == 2);
}

TEST_CASE("floating-point and other elements are refused with what is allowed") {
  CHECK_THAT(fault(npy_bytes(npy_header_text("<f4", "(1,)"), "1234")),
             Contains("holds floating-point numbers ('<f4'), an integer machine needs integers"));
  const std::string descr =
      GENERATE("<c8", "|O", "<U5", "i2", "|i2", "<b1", "<i3", "<i16", "", "<");
  CHECK_THAT(fault_of_header(npy_header_text(descr, "(1,)")),
             Contains("holds elements of type '" + descr + "'; allowed: i1, i2, i4, i8"));
}

TEST_CASE("records are refused") {
  CHECK_THAT(fault_of_header("{'descr': [('x', '<i2')], 'fortran_order': False, 'shape': (1,)}"),
             Contains("holds records"));
}

TEST_CASE("a value that does not fit int16 is named with its index") {
  CHECK(fault(npy_bytes(npy_header_text("<u2", "(1, 2)"), "\x01\x00\x00\x80"s)) ==
        "value 32768 at [0, 1] does not fit int16; allowed: -32768 to 32767");
  CHECK_THAT(fault(npy_bytes(npy_header_text("<u8", "()"), "\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF"s)),
             Contains("value 18446744073709551615 at []"));
  CHECK_THAT(fault(npy_bytes(npy_header_text("<i4", "(1,)"), "\xFF\x7F\xFF\xFF"s)),
             Contains("value -32769 at [0]"));
}

TEST_CASE("checking values finds what reading finds, in either order and beyond one piece") {
  const auto checked = [](const std::string& bytes) -> std::string {
    try {
      tensor::check_npy_int16(directory().write("checked.npy", bytes));
    } catch (const core::ConfigError& error) {
      return error.faults().front().message;
    }
    return "";
  };
  std::string data(4 * 70'001, '\0');
  CHECK(checked(npy_bytes(npy_header_text("<i4", "(70001,)"), data)).empty());
  data[4 * 70'000 + 2] = 1;
  CHECK(checked(npy_bytes(npy_header_text("<i4", "(70001,)"), data)) ==
        "value 65536 at [70000] does not fit int16; allowed: -32768 to 32767");
  std::string fortran = npy_header_text("<i4", "(2, 3)");
  fortran.replace(fortran.find("False"), 5, "True");
  std::string six(24, '\0');
  six[4 * 3 + 2] = 1;  // the fourth in the file: row 1 of column 1
  CHECK(checked(npy_bytes(fortran, six)) == fault(npy_bytes(fortran, six)));
  CHECK_THAT(checked(npy_bytes(fortran, six)), Catch::Contains("at [1, 1]"));
}

TEST_CASE("floating-point numbers of every width and byte order are read, and whole ones exactly") {
  const auto floats = [](const std::string& descr, const std::string& shape,
                         const std::string& data) {
    return tensor::read_npy_float(
               directory().write("f.npy", npy_bytes(npy_header_text(descr, shape), data)))
        .data;
  };
  using Floats = std::vector<float>;
  CHECK(floats("<f4", "(2,)", "\0\0\xC0\xBF\1\0\0\0"s) == Floats{-1.5F, 0x1p-149F});
  CHECK(floats(">f4", "(1,)", "\xBF\xC0\0\0"s) == Floats{-1.5F});
  // 1 + 2^-24 is half-way between two floats, the even one below
  CHECK(floats(">f8", "(2,)", "\x3F\xF0\0\0\x10\0\0\0\x3F\xF0\0\0\x10\0\0\1"s) ==
        Floats{1, 0x1.000002p0F});
  // 1, -2, the largest, the smallest subnormal and normal number of binary16
  CHECK(floats("<f2", "(5,)", "\0\x3C\0\xC0\xFF\x7B\1\0\0\4"s) ==
        Floats{1, -2, 65504, 0x1p-24F, 0x1p-14F});
  CHECK(floats("<i4", "(2,)", "\xFE\xFF\xFF\xFF\xFF\xFF\xFF\0"s) == Floats{-2, 16777215});
  CHECK(floats("<i8", "(1,)", "\0\0\0\0\0\0\0\x80"s) == Floats{-0x1p63F});
  CHECK(floats("<u8", "(1,)", "\0\0\0\0\0\xFF\xFF\xFF"s) == Floats{0x1.FFFFFEp63F});
}

TEST_CASE("numbers that a float cannot hold are named with their index, read or only checked") {
  const auto refused = [](const std::string& descr, const std::string& data) {
    const std::string path =
        directory().write("g.npy", npy_bytes(npy_header_text(descr, "(2, 1)"), data));
    std::string checked;
    try {
      tensor::check_npy_float(path);
    } catch (const core::ConfigError& error) {
      checked = error.faults().front().message;
    }
    try {
      tensor::read_npy_float(path);
    } catch (const core::ConfigError& error) {
      CHECK(error.faults().front().message == checked);
      return checked;
    }
    return ""s;
  };
  CHECK(refused("<f4", "\0\0\0\0\0\0\x80\x7F"s) == "value inf at [1, 0] is not finite");
  CHECK_THAT(refused("<f2", "\0\x7E\0\0"s), Contains("nan at [0, 0] is not finite"));
  CHECK(refused("<f2", "\0\0\0\xFC"s) == "value -inf at [1, 0] is not finite");
  CHECK_THAT(refused(">f8", "\0\0\0\0\0\0\0\0\x7F\xE0\0\0\0\0\0\0"s),
             Contains("at [1, 0] does not fit a 32-bit floating-point number"));
  CHECK_THAT(refused("<i4", "\1\0\0\1\0\0\0\0"s),
             Contains("value 16777217 at [0, 0] is no exact 32-bit floating-point number"));
  CHECK_THAT(refused("<i4", "\xFF\xFF\xFF\xFE\0\0\0\0"s), Contains("value -16777217 at [0, 0]"));
  CHECK_THAT(refused("<c8", std::string(16, '\0')), Contains("holds elements of type '<c8'"));
}

TEST_CASE("a file of the wrong length is refused with both lengths") {
  const std::string whole = npy_bytes(npy_header_text("<i2", "(2, 3)"), std::string(12, 'x'));
  CHECK_THAT(fault(whole + "x"), Contains("bytes behind the data: 141 bytes, its shape (2, 3) of "
                                          "'<i2' needs 140"));
  CHECK_THAT(fault(whole.substr(0, whole.size() - 1)), Contains("truncated: 139 bytes"));
  for (std::size_t length = 0; length < whole.size(); ++length)
    CHECK_FALSE(fault(whole.substr(0, length)).empty());
}

TEST_CASE("what is no .npy file is said to be none") {
  CHECK_THAT(fault("PK\3\4 an archive"), Contains("not a .npy file"));
  CHECK_THAT(fault(""), Contains("not a .npy file"));
}

TEST_CASE("absurd shapes are refused before anything is allocated") {
  const auto with_shape = [](const std::string& shape) {
    return fault_of_header(npy_header_text("|i1", shape));
  };
  CHECK_THAT(with_shape("(4294967296, 4294967296)"), Contains("absurd shape"));
  CHECK_THAT(with_shape("(9223372036854775808,)"), Contains("absurd shape"));
  CHECK_THAT(with_shape("(99999999999999999999999,)"), Contains("absurd extent"));
  CHECK_THAT(with_shape("(1000000000000,)"), Contains("truncated"));
  std::string many = "(";
  for (int i = 0; i < 65; ++i) many += "1,";
  CHECK_THAT(with_shape(many + ")"), Contains("more than 64 dimensions"));
}

TEST_CASE("malformed headers are refused with the reason") {
  CHECK_THAT(fault_of_header("{'descr': '|i1', 'shape': (2,)}"),
             Contains("no key 'fortran_order'"));
  CHECK_THAT(fault_of_header("{'descr': '|i1', 'descr': '|i1'}"), Contains("key 'descr' twice"));
  CHECK_THAT(fault_of_header("{'dtype': '|i1'}"), Contains("unknown key 'dtype'"));
  CHECK_THAT(fault_of_header("{'descr': '|i1'"), Contains("no ',' where one is needed"));
  CHECK_THAT(fault_of_header("{'descr: 1}"), Contains("a quote that is never closed"));
  CHECK_THAT(fault_of_header("{descr: 1}"), Contains("no text in quotes"));
  CHECK_THAT(fault_of_header("{'fortran_order': 1}"), Contains("neither True nor False"));
  CHECK_THAT(fault_of_header(npy_header_text("|i1", "(2)")), Contains("a shape that is no tuple"));
  CHECK_THAT(fault_of_header(npy_header_text("|i1", "(-2,)")), Contains("no whole number"));
  CHECK_THAT(fault_of_header(npy_header_text("|i1", "(2,)") + " x"),
             Contains("text after the closing brace"));
}

TEST_CASE("files that cannot be opened are not the user's mistake") {
  const std::string folder = directory().path().string();
  CHECK_THROWS_AS(read_npy_header(folder + "/none.npy"), core::FileError);
  CHECK_THROWS_WITH(read_npy_int16(folder), Contains("is a directory"));
  CHECK_THROWS_AS(tensor::write_npy(folder + "/none/t.npy", tensor::Tensor<std::int16_t>{}),
                  core::FileError);
}

TEST_CASE("floats and 64-bit integers are written with all their bits") {
  tensor::Tensor<float> floats({2, 3});
  floats.data = {0.1f, -0.0f, 1e-45f, 3.4e38f, -7, 1};
  const std::string path = (directory().path() / "floats.npy").string();
  write_npy(path, floats);
  CHECK(read_npy_header(path).descr == "<f4");
  const auto back = tensor::read_npy_float(path);
  CHECK(back == floats);
  CHECK(std::signbit(back.data[1]));
  tensor::Tensor<std::int64_t> integers({3});
  integers.data = {-2, 70000, 8388608};
  write_npy(path, integers);
  CHECK(read_npy_header(path).descr == "<i8");
  CHECK(tensor::read_npy_float(path).data == std::vector<float>{-2, 70000, 8388608});
}
