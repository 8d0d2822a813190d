// SPDX-License-Identifier: Apache-2.0
// usage: node build.mjs BUILD OUTPUT
// Bundles the page's scripts with the libraries of BUILD/node_modules and writes script and style sheet
// as a C++ source, OUTPUT (declared in src/report/html/page_assets.hpp).
import {readFileSync, writeFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';

const [build, output] = process.argv.slice(2);
const here = dirname(fileURLToPath(import.meta.url));
const modules = join(build, 'node_modules');
const {buildSync} = createRequire(join(modules, 'none.js'))('esbuild');

/// What the licences of the libraries ask every copy to carry.
function notices() {
  const text = (name) => readFileSync(join(modules, name), 'utf8').trim();
  return [
    'Contains Apache ECharts (Apache-2.0), zrender (BSD-3-Clause) and tslib (0BSD).',
    text('echarts/NOTICE'),
    `zrender: ${text('zrender/LICENSE')}`,
    text('tslib/CopyrightNotice.txt'),
  ]
    .join('\n\n')
    .replaceAll('*/', '* /');
}

function bundle(entry, more) {
  const {outputFiles} = buildSync({
    entryPoints: [join(here, entry)],
    bundle: true,
    minify: true,
    write: false,
    nodePaths: [modules],
    target: ['es2020', 'chrome100', 'firefox100', 'safari15.4'],
    charset: 'utf8',
    legalComments: 'none',
    ...more,
  });
  return outputFiles[0].text;
}

/// A text as pieces of string literals: compilers limit the length of one.
function pieces(text) {
  const bytes = Buffer.from(text, 'utf8');
  const literals = [];
  for (let at = 0; at < bytes.length; at += 30000) {
    let literal = '';
    for (const byte of bytes.subarray(at, at + 30000)) literal += escapeByte(byte);
    literals.push(`    "${literal}"sv,`);
  }
  return literals.join('\n');
}

function escapeByte(byte) {
  if (byte === 0x22 || byte === 0x5c || byte === 0x3f) return `\\${String.fromCharCode(byte)}`;
  if (byte >= 0x20 && byte < 0x7f) return String.fromCharCode(byte);
  return `\\${byte.toString(8).padStart(3, '0')}`;
}

// An end tag inside a script would end it.
const script = bundle('main.js', {format: 'iife', banner: {js: `/*\n${notices()}\n*/`}}).replaceAll(
  '</',
  '<\\/',
);
const style = bundle('page.css').replaceAll('</', '<\\/');
if (output.endsWith('.cpp')) {
  writeFileSync(
    output,
    `// Made by src/report/page/build.mjs.
#include "report/html/page_assets.hpp"

namespace gossamer::report::html {
namespace {
using namespace std::string_view_literals;
constexpr std::string_view script[]{
${pieces(script)}
};
constexpr std::string_view style[]{
${pieces(style)}
};

template <std::size_t n>
std::string joined(const std::string_view (&pieces)[n]) {
  std::string text;
  for (const std::string_view piece : pieces) text += piece;
  return text;
}
}  // namespace

std::string page_script() {
  return joined(script);
}

std::string page_style() {
  return joined(style);
}

}  // namespace gossamer::report::html
`,
  );
} else {
  writeFileSync(`${output}.js`, script);
  writeFileSync(`${output}.css`, style);
}
