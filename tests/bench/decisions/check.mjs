/** Whether a system decides what the workload's own evaluator decides. A benchmark of something else would be worthless. */

/** Runs everything once, `update` where the system has it; throws at the first difference. */
export async function checkSystem(workload, answers, system, name) {
  const differs = (what, found, expected) => {
    throw new Error(`${name} decides ${what} otherwise: found ${found}, expected ${expected}`);
  };
  const checkSegments = (count, expected, where) => {
    const { segments } = system;
    expected.forEach((holds, segment) => {
      if (Boolean(segments[segment]) !== holds) differs(`segment ${segment} ${where}`, segments[segment], holds);
    });
    const held = expected.filter(Boolean).length;
    if (count !== held) differs(`how many segments hold ${where}`, count, held);
  };
  for (let index = 0; index < workload.documents.length; index++) {
    checkSegments(await system.evaluateAll(index), answers.documents[index], `on document ${index}`);
  }
  if (!system.decide) return;
  await system.start();
  for (let index = 0; index < workload.events.length; index++) {
    await system.decide(index);
    answers.afterEvents[index].variants.forEach((variant, slot) => {
      if (system.variants[slot] !== variant) differs(`slot ${slot} after event ${index}`, system.variants[slot], variant);
    });
  }
  await system.start();
  for (let index = 0; index < workload.events.length; index++) {
    checkSegments(await system.update(index), answers.afterEvents[index].segments, `after event ${index}`);
  }
}
