using System.Diagnostics;
using System.Text;

namespace Fovea.Api.Tests.Readme;

/// <summary>Runs commands in a folder as a user types them: <c>/bin/sh</c>, in a process group of its own.</summary>
internal sealed class Shell(string folder, IReadOnlyDictionary<string, string?> environment)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Runs a script, which must succeed within the limit, and returns what it wrote to its standard output.</summary>
    public async Task<string> RunAsync(string script, TimeSpan limit, CancellationToken cancellation)
    {
        using Running running = Start(script);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        end.CancelAfter(limit);
        try
        {
            await running.Process.WaitForExitAsync(end.Token);
        }
        catch (OperationCanceledException)
        {
            await StopAsync(running);
            Assert.Fail($"{script}\nhad not ended after {limit.TotalSeconds:0} s, or was interrupted:\n{running.LastLines}");
        }

        Assert.True(running.Process.ExitCode == 0, $"{script}\nended with {running.Process.ExitCode}:\n{running.LastLines}");
        return running.Output;
    }

    /// <summary>Starts a script that runs until <see cref="StopAsync"/>.</summary>
    public Running Start(string script)
    {
        var start = new ProcessStartInfo("setsid")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        foreach (string argument in new[] { "/bin/sh", "-ec", script })
            start.ArgumentList.Add(argument);
        foreach ((string name, string? value) in environment)
            start.Environment[name] = value;
        return new Running(start);
    }

    /// <summary>Ends what a script started as Ctrl+C does, and what remains after some time by force.</summary>
    public static async Task StopAsync(Running running)
    {
        if (running.Process.HasExited)
            return;
        using (Process interrupt = Process.Start("kill", ["-INT", "--", $"-{running.Process.Id}"]))
            await interrupt.WaitForExitAsync();
        using var limit = new CancellationTokenSource(Patience);
        try
        {
            await running.Process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            running.Process.Kill(entireProcessTree: true);
            await running.Process.WaitForExitAsync();
        }
    }

    /// <summary>A script that runs, and what it has written until now.</summary>
    internal sealed class Running : IDisposable
    {
        private readonly StringBuilder _output = new(), _text = new();

        public Running(ProcessStartInfo start)
        {
            Process = new Process { StartInfo = start };
            Process.OutputDataReceived += (_, line) => Read(line.Data, _output, _text);
            Process.ErrorDataReceived += (_, line) => Read(line.Data, _text);
            Process.Start();
            Process.BeginOutputReadLine();
            Process.BeginErrorReadLine();
        }

        public Process Process { get; }

        /// <summary>The standard output.</summary>
        public string Output
        {
            get
            {
                lock (_text)
                    return _output.ToString();
            }
        }

        /// <summary>The end of what it wrote, to its standard output and its standard error.</summary>
        public string LastLines
        {
            get
            {
                lock (_text)
                    return string.Join('\n', _text.ToString().Split('\n').TakeLast(100));
            }
        }

        public void Dispose() => Process.Dispose();

        private void Read(string? line, params StringBuilder[] texts)
        {
            lock (_text)
            {
                foreach (StringBuilder text in line is null ? [] : texts)
                    text.Append(line).Append('\n');
            }
        }
    }
}
