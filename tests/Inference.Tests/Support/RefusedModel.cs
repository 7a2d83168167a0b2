namespace Fovea.Inference.Tests.Support;

/// <summary>What a model or an input is refused with: any error of ours but a fault of the engine.</summary>
internal static class RefusedModel
{
    public static InferenceException With(Action work)
    {
        InferenceException error = Assert.ThrowsAny<InferenceException>(work);
        Assert.IsNotType<EngineFaultException>(error);
        return error;
    }

    /// <summary>The same, with these words in its message.</summary>
    public static void With(Action work, string words) => Assert.Contains(words, With(work).Message, StringComparison.Ordinal);
}
