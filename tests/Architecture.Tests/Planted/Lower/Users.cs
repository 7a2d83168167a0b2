using Fovea.Architecture.Tests.Planted.Upper;

namespace Fovea.Architecture.Tests.Planted.Lower;

/// <summary>Each of these types uses one of the folder above, each in another way.</summary>
internal sealed class ByBase : UpperBase;

internal sealed class ByTypeArgument
{
    public static int Count => new List<UpperArgument>().Count;
}

internal sealed class ByCallInLambda
{
    public static Func<int> Later(int number) => () => UpperCalled.Next(number);
}

[UpperMark]
internal sealed class ByAttribute;

internal sealed unsafe class ByFunctionPointer
{
    private readonly delegate*<UpperPointed, void> _pointer = null;

    public bool IsNull => _pointer is null;
}

internal sealed class ByConstant
{
    public static int Value => (int)UpperLevel.High;
}

internal sealed class ByCatch
{
    public static bool Fails(Action action)
    {
        try
        {
            action();
            return false;
        }
        catch (UpperException)
        {
            return true;
        }
    }
}

internal interface IByConstraint<T>
    where T : IUpperConstraint;

internal static class InADocument
{
    /// <summary>Only documentation names <see cref="UpperNamed"/>, and a comment: UpperLevel.High.</summary>
    public static int Value => 0;
}
