namespace Fovea.Architecture.Tests.Planted.Upper.Support;

internal static class Helper
{
    public static int Help() => 1;
}
