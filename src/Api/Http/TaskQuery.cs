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
        var given = new Dictionary<TaskParameter, object>();
        foreach (TaskParameter parameter in tasks.Parameters)
        {
            if (Read(request, parameter) is { } value)
                given.Add(parameter, value);
        }

        return new TaskQuery(new TaskArguments(given));
    }

    private static object? Read(HttpRequest request, TaskParameter parameter) => parameter switch
    {
        IntegerParameter whole => QueryReader.Integer(request, whole.Name, whole.Minimum, whole.Maximum),
        NumberParameter number => QueryReader.Number(request, number.Name, number.Minimum, number.Maximum),
        TextParameter text => QueryReader.Text(request, text.Name),
        FlagParameter flag => QueryReader.Flag(request, flag.Name),
        ChoiceParameter choice => QueryReader.Choice(request, choice.Name, choice.Names)?.ToLowerInvariant(),
        ListParameter list => QueryReader.List(request, list.Name),
        _ => throw new InvalidOperationException($"{parameter.Name} is a {parameter.GetType()}."),
    };
}
