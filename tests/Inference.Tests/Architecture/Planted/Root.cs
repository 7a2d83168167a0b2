namespace Fovea.Inference.Tests.Architecture.Planted;

internal static class Root
{
    public static Type Knows => typeof(Upper.UpperCalled);
}
