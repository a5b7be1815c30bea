#pragma once
// Documents made for tests, honest and hostile ones.
#include <string>
#include <utility>
#include <vector>

namespace fm::test {

std::string zip_of(const std::vector<std::pair<std::string, std::string>>& entries);
/// A Word document with this body and these styles.
std::string word_of(const std::string& body, const std::string& styles = "");
std::string word_paragraph(const std::string& text, const std::string& style = "");
/// A PDF of one page that shows this text; none of it when empty. `trailer` goes into the trailer.
std::string pdf_of(const std::string& text,
                   const std::string& pages = "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
                   const std::string& trailer = "");

}  // namespace fm::test
