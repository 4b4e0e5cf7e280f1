/** A test that asserts nothing has proven nothing: every test of the suite must make an assertion. */
beforeEach(() => {
  expect.hasAssertions();
});

// Machines are shared and noisy; what a test waits for is never a measure.
jest.setTimeout(30_000);
