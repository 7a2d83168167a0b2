namespace Fovea.Inference.Tests.Architecture.Planted.Upper.Support;

internal static class Helper
{
    public static int Help() => 1;
}
