namespace Fovea.Bench.Bits;

/// <summary>What a build returned, or why it refused: the exception's type and message.</summary>
internal sealed record Outcome<T>(T? Value, string? Refusal);

/// <summary>Makes outcomes.</summary>
internal static class Outcome
{
    /// <summary>Everything that the engine throws is a refusal; a build with another public interface is not, and comes through.</summary>
    public static Outcome<T> Of<T>(Func<T> attempt)
    {
        try
        {
            return new Outcome<T>(attempt(), null);
        }
        catch (Exception error) when (error is not (MissingMemberException or TypeLoadException))
        {
            return new Outcome<T>(default, $"{error.GetType().Name}: {error.Message}");
        }
    }
}
