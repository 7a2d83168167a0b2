using Fovea.Inference;
using Fovea.Models.Errors;

namespace Fovea.Api.Errors;

/// <summary>Faults of the engine in the log: once per request that they end, with the model and the node.</summary>
internal static class EngineFaults
{
    /// <summary>Logs an exception of a request when a fault of the engine is behind it; false when none is.</summary>
    public static bool TryLog(ILogger logger, Exception exception)
    {
        if ((exception as EngineFaultException ?? exception.InnerException as EngineFaultException) is not { } fault)
            return false;
        logger.LogError(
            fault, "A fault of the engine in the model '{Model}' ({File}) at the node '{Node}' ({Operator}).",
            (exception as ServingException)?.Model ?? fault.Context.Model, fault.Context.File, fault.Context.Node, fault.Context.Operator);
        return true;
    }
}
