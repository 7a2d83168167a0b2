namespace Fovea.Architecture.Tests.Planted;

internal static class Root
{
    public static Type Knows => typeof(Upper.UpperCalled);
}
