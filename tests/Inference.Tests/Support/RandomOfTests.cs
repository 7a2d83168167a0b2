using System.Runtime.CompilerServices;

namespace Fovea.Inference.Tests.Support;

/// <summary>Tells <see cref="TensorRandom"/> which test draws.</summary>
internal static class RandomOfTests
{
    [ModuleInitializer]
    public static void Start() => TensorRandom.CurrentTest = () => TestContext.Current.Test;
}
