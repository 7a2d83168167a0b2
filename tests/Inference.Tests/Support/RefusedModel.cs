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
}
