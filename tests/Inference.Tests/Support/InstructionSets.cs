namespace Fovea.Inference.Tests.Support;

/// <summary>The instruction sets that the machine under test has.</summary>
internal static class InstructionSets
{
    /// <summary>From narrow to wide.</summary>
    public static IReadOnlyList<InstructionSet> Available { get; } = [.. Enum.GetValues<InstructionSet>().Where(IsAvailable)];

    /// <summary>The one an engine takes when none is asked for.</summary>
    public static InstructionSet Best => Available[^1];

    private static bool IsAvailable(InstructionSet instructionSet)
    {
        try
        {
            using var engine = new InferenceEngine(new InferenceOptions { InstructionSet = instructionSet, Threads = 1 });
            return true;
        }
        catch (NotSupportedException)
        {
            return false;
        }
    }
}
