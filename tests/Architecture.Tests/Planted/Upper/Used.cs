using Fovea.Architecture.Tests.Planted.Lower;
using Fovea.Architecture.Tests.Planted.Upper.Support;

namespace Fovea.Architecture.Tests.Planted.Upper;

internal class UpperBase
{
    public static Type Below => typeof(ByBase);
}

internal sealed class UpperArgument
{
    public static int Helped => Helper.Help();
}

internal static class UpperCalled
{
    public static int Next(int number) => number + 1;

    public static Type Top => typeof(Root);
}

[AttributeUsage(AttributeTargets.Class)]
internal sealed class UpperMarkAttribute : Attribute;

internal struct UpperPointed;

internal enum UpperLevel
{
    Low,
    High,
}

internal sealed class UpperException : Exception;

internal interface IUpperConstraint;

internal sealed class UpperNamed;
