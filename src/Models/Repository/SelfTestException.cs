namespace Fovea.Models.Repository;

/// <summary>A model does not give the outputs that its self-test expects; the message names the test, the output and the difference.</summary>
public sealed class SelfTestException(string message) : Exception(message);
