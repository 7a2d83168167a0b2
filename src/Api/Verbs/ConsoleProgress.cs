using System.Diagnostics;
using System.Globalization;
using Fovea.Models.Pulling;

namespace Fovea.Api.Verbs;

/// <summary>Shows how far a download is: on a terminal one line that changes, elsewhere a line from time to time.</summary>
internal sealed class ConsoleProgress(TextWriter output, bool terminal) : IProgress<DownloadProgress>
{
    private static readonly TimeSpan TerminalPause = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan LinePause = TimeSpan.FromSeconds(5);

    private long _shown;
    private long _step = -1;
    private string? _name;

    public void Report(DownloadProgress value)
    {
        bool first = value.Name != _name;
        bool last = value.Done == value.Total;
        // Without a terminal: each tenth, or what arrives in five seconds on a slow line.
        long step = value.Total is > 0 ? value.Done * 10 / value.Total.Value : 0;
        bool due = Stopwatch.GetElapsedTime(_shown) >= (terminal ? TerminalPause : LinePause) || (!terminal && step != _step);
        if (!first && !last && !due)
            return;
        if (first && value.Resumed > 0)
            output.WriteLine($"{value.Name}: continuing after {Bytes(value.Resumed)}.");
        _shown = Stopwatch.GetTimestamp();
        _step = step;
        _name = value.Name;
        string text = value.Total is > 0
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"{value.Name}: {Bytes(value.Done)} of {Bytes(value.Total.Value)}, {100.0 * value.Done / value.Total.Value:0} %")
            : $"{value.Name}: {Bytes(value.Done)}";
        if (terminal)
            output.Write($"\r{text}   {(last ? Environment.NewLine : "")}");
        else
            output.WriteLine(text);
    }

    private static string Bytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.0} MB");
}
