/** A test that asserts nothing has proven nothing: every test of the suite must make an assertion. */
beforeEach(() => {
  expect.hasAssertions();
});
