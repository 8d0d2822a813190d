// SPDX-License-Identifier: Apache-2.0
import {comparisonPage} from './comparison_page.js';
import {runPage} from './run_page.js';

const pages = {run: runPage, comparison: comparisonPage};
const data = JSON.parse(document.getElementById('data').textContent);
pages[data.page](data.content);
performance.mark('drawn');
