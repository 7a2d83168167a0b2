using Fovea.Models.Tasks;

namespace Fovea.Api.Http;

/// <summary>The parameters of tasks in a query.</summary>
internal static class TaskQuery
{
    /// <summary>Reads every parameter that some task has: what is wrong is refused whichever model answers.</summary>
    /// <exception cref="Errors.ApiException">A parameter is out of bounds, or no number.</exception>
    public static TaskArguments Read(HttpRequest request, TaskTable tasks)
    {
        if (request.Query.Count == 0)
            return TaskArguments.None;
        var given = new Dictionary<TaskParameter, int>();
        foreach (TaskParameter parameter in tasks.Parameters)
        {
            if (QueryReader.Integer(request, parameter.Name, parameter.Minimum, parameter.Maximum) is { } value)
                given.Add(parameter, value);
        }

        return new TaskArguments(given);
    }
}
