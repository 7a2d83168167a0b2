using Fovea.Inference;

namespace Fovea.Models.Repository;

/// <summary>A self-test of a model failed. The message names the test, the output and the difference.</summary>
public sealed class SelfTestException(string message) : Exception(ShownText.Message(message));
