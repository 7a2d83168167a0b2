using System.Globalization;
using System.Text;
using Fovea.Inference;

namespace Fovea.Api.Startup;

/// <summary>An exception as a log shows it: with all traces, but of each message no more than its beginning.</summary>
internal sealed class ShownException : Exception
{
    private readonly string _text;

    private ShownException(Exception error)
        : base(ShownText.Message(error.Message)) => _text = Describe(error);

    /// <summary>The exception itself where all its messages, and those inside, are short.</summary>
    public static Exception Of(Exception error) => Chain(error).All(IsShort) ? error : new ShownException(error);

    public override string ToString() => _text;

    private static bool IsShort(Exception error) => error.Message.Length <= 4 * ShownText.LongestMessage;

    private static string Describe(Exception error)
    {
        var text = new StringBuilder();
        foreach (Exception cause in Chain(error))
        {
            if (text.Length > 0)
                text.AppendLine().Append(" ---> ");
            text.Append(CultureInfo.InvariantCulture, $"{cause.GetType()}: {ShownText.Message(cause.Message)}");
            if (cause.StackTrace is { } trace)
                text.AppendLine().Append(trace);
        }

        return text.ToString();
    }

    private static IEnumerable<Exception> Chain(Exception error)
    {
        for (Exception? cause = error; cause is not null; cause = cause.InnerException)
            yield return cause;
    }
}
