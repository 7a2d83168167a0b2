using Fovea.Inference;
using Fovea.Models.Errors;

namespace Fovea.Models.Repository;

/// <summary>Puts the failure of a load into words.</summary>
/// <param name="Reason">What is said of it, with the setting that raises a limit.</param>
/// <param name="Fault">The exception, for the log, where the reason leaves something out; else null.</param>
internal readonly record struct LoadFailure(string Reason, Exception? Fault)
{
    /// <param name="error">What the load ended with.</param>
    /// <param name="root">The folder in which files are named.</param>
    public static LoadFailure Of(Exception error, string root) => error switch
    {
        LoadLimitException limit => new($"{limit.Message} {Setting(limit.Limit)} raises the limit.", null),
        MemoryBudgetException or SelfTestException => new(error.Message, null),
        ObjectDisposedException { ObjectName: var name } when name == typeof(InferenceEngine).FullName =>
            new("The server is stopping.", null),
        _ => new(ErrorText.Of(error, root), ErrorText.IsReduced(error) ? error : null),
    };

    private static string Setting(LoadLimit limit) => limit switch
    {
        LoadLimit.Objects or LoadLimit.Bytes => "Models:LoadMaxBytes",
        _ => "Models:LoadTimeout",
    };
}
