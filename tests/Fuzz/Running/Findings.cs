namespace Fovea.Fuzz.Running;

/// <summary>
/// Prints findings, each kind once with its first input: what was thrown, and the first line of the product's code in its trace.
/// </summary>
internal sealed class Findings
{
    private const int LongestShown = 512;

    private readonly HashSet<string> _kinds = [];

    /// <summary>How many kinds there are.</summary>
    public int Kinds => _kinds.Count;

    /// <summary>Adds a finding.</summary>
    public void Add(byte[] input, Exception error)
    {
        Exception cause = Cause(error);
        string kind = $"{cause.GetType().Name} {Place(cause)}";
        if (!_kinds.Add(kind))
            return;
        Console.WriteLine($"-- {kind}\n{error}");
        if (input.Length <= LongestShown)
            Console.WriteLine(Convert.ToHexString(input));
    }

    private static Exception Cause(Exception error) => error.InnerException is { } inner ? Cause(inner) : error;

    private static string Place(Exception error) =>
        error is FuzzFindingException
            ? new string([.. error.Message.Where(character => !char.IsDigit(character))])
            : error.StackTrace?.Split('\n').FirstOrDefault(line => line.Contains(" Fovea.", StringComparison.Ordinal))?.Trim() ?? "";
}
