/** A test that asserts nothing has proven nothing: every test of the suite must make an assertion. */
beforeEach(() => {
  expect.hasAssertions();
});

// The default of five seconds is less than an evaluated program takes on a busy machine.
jest.setTimeout(60_000);
