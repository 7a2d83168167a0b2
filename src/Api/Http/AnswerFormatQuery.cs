using System.ComponentModel;
using Fovea.Api.Errors;
using Fovea.Models.Tasks;
using Microsoft.AspNetCore.Mvc;

namespace Fovea.Api.Http;

/// <summary>The format of a task's answer: JSON, or one of the forms that the task lists.</summary>
internal readonly record struct AnswerFormatQuery
{
    private static readonly OfferedFormat Json = new("json", MapFormatNegotiator.Json);

    [FromQuery(Name = "format")]
    [Description("The format of the answer, one that the model's task has; wins over Accept.")]
    public string? Format { get; init; }

    /// <summary>The names of all formats, those of every task.</summary>
    public static IReadOnlyList<string> Names(TaskTable tasks) =>
        [Json.Name, .. tasks.Tasks.SelectMany(task => task.Forms).Select(form => form.Name).Distinct()];

    /// <summary>Checks that some task has the format that a request asks for.</summary>
    /// <exception cref="ApiException">None has.</exception>
    public static void Check(HttpRequest request, TaskTable tasks) => QueryReader.Choice(request, "format", Names(tasks));

    /// <summary>The form that a request gets of a model's answer; null for JSON.</summary>
    /// <exception cref="ApiException">The answers of the model have no acceptable form.</exception>
    public AnswerForm? Choose(HttpRequest request, TaskModel model) => Choose(request, model.Forms);

    /// <summary>The same of some forms.</summary>
    /// <exception cref="ApiException">None of them is acceptable.</exception>
    public AnswerForm? Choose(HttpRequest request, IReadOnlyList<AnswerForm> forms)
    {
        OfferedFormat[] offered = [Json, .. forms.Select(form => new OfferedFormat(form.Name, form.MediaType))];
        int chosen = FormatNegotiator.Choose(request, Format, offered);
        return chosen == 0 ? null : forms[chosen - 1];
    }

    /// <summary>
    /// The form that is made of a model's answer beside JSON: the one that <c>?format=</c> names, else the first; null for JSON alone.
    /// </summary>
    /// <exception cref="ApiException">The answers of the model do not have that form.</exception>
    public AnswerForm? ChooseBeside(HttpRequest request, TaskModel model) =>
        Format is null ? model.Forms[0] : Choose(request, model);
}
