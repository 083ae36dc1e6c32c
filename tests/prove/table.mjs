/** What `./dev prove` found, for a terminal and as docs/proof.md. */

const verdict = ({ holds }) => (holds ? 'holds' : 'DOES NOT HOLD');
const controls = ({ control }) => `${control.planted - control.missed.length} of ${control.planted} planted breaches caught`;

/** Words in lines of a width. */
function wrap(text, width) {
  const lines = [''];
  for (const word of text.split(' ')) {
    const line = lines[lines.length - 1];
    if (line && line.length + word.length + 1 > width) lines.push(word);
    else lines[lines.length - 1] = line ? `${line} ${word}` : word;
  }
  return lines;
}

export function terminalTable(rows) {
  return rows
    .map((row) =>
      [
        `${verdict(row).padEnd(14)}${row.promise}  [${row.name}, ${Math.round(row.seconds)} s]`,
        ...wrap(row.method, 100).map((line, i) => `  ${i === 0 ? 'method    ' : '          '}  ${line}`),
        ...wrap(row.figure, 100).map((line, i) => `  ${i === 0 ? 'figure    ' : '          '}  ${line}`),
        `  controls    ${controls(row)}${row.control.missed.length > 0 ? `; missed: ${row.control.missed.join(', ')}` : ''}`,
        ...(row.error ? [`  error       ${row.error}`] : []),
      ].join('\n'),
    )
    .join('\n\n');
}

/** What a full run makes; the rows say it in their own numbers. */
const kFull = '1,200 page views for egress, 1,000 kills, 50 pairs of visitors, 20 erasures and 60 tabs before consent and after withdrawal';

const cell = (text) => String(text).replaceAll('|', '\\|').replaceAll('\n', ' ');

export function proofPage({ rows, command, whole, day, minutes, versions, commit, notes }) {
  const lines = rows.map((row) => `| ${cell(row.promise)} | ${cell(row.method)} | ${cell(row.figure)} | ${cell(controls(row))} | **${verdict(row)}** |`);
  return `# What was proved, and with which figures

This page is written by \`./dev prove\`; nobody edits it. Run it yourself: it builds the shop as a visitor gets it, drives the
machine's own browsers, and counts. Each row also plants breaches of its own promise and must catch every one, so that no row can pass by not
looking. What the promises mean and whom they hold against is in [the threat model](../privacy/THREAT_MODEL.md); what the page's traffic still
tells is in [traffic](traffic.md).

Command: \`${command}\`, on ${day}, ${minutes} minutes, the shop as of commit ${commit}, ${versions.join(', ')}.${whole ? '' : `

This was not a full run: \`./dev prove\` by itself makes ${kFull}.`}

| promise | method | figure | controls | verdict |
|---|---|---|---|---|
${lines.join('\n')}
${notes.length > 0 ? `\n${notes.map((note) => `- ${note}`).join('\n')}\n` : ''}`;
}
