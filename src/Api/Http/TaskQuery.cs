using Fovea.Models.Tasks;

namespace Fovea.Api.Http;

/// <summary>The parameters of tasks in a query: those that the table of tasks lists.</summary>
internal sealed record TaskQuery(TaskArguments Arguments)
{
    private static readonly TaskQuery Nothing = new(TaskArguments.None);

    /// <summary>Reads every parameter that some task has: what is wrong is refused whichever model answers.</summary>
    /// <exception cref="Errors.ApiException">A parameter is out of bounds, or no number.</exception>
    public static ValueTask<TaskQuery?> BindAsync(HttpContext context) =>
        ValueTask.FromResult<TaskQuery?>(Read(context.Request, context.RequestServices.GetRequiredService<TaskTable>()));

    private static TaskQuery Read(HttpRequest request, TaskTable tasks)
    {
        if (request.Query.Count == 0)
            return Nothing;
        var given = new Dictionary<TaskParameter, int>();
        foreach (TaskParameter parameter in tasks.Parameters)
        {
            if (QueryReader.Integer(request, parameter.Name, parameter.Minimum, parameter.Maximum) is { } value)
                given.Add(parameter, value);
        }

        return new TaskQuery(new TaskArguments(given));
    }
}
