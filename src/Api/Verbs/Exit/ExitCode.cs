namespace Fovea.Api.Verbs.Exit;

/// <summary>The exit codes of all verbs.</summary>
internal static class ExitCode
{
    /// <summary>It was done.</summary>
    public const int Success = 0;

    /// <summary>It could not be done, or the answer is no.</summary>
    public const int Failure = 1;

    /// <summary>The command line cannot be understood.</summary>
    public const int WrongCommandLine = 2;

    /// <summary>The verb was interrupted: 128 and the number of the signal, as shells have it.</summary>
    public const int Interrupted = 130;
}
