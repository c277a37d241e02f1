/** Keeps a failure inside of the panel where it happened. React offers this to classes only. */

import { Component, type ErrorInfo, type ReactNode } from "react";

import { messageOf } from "../errors.ts";

/** What went wrong, for whoever collects it. */
export interface Problem {
  readonly panel: string;
  readonly message: string;
  readonly place: string;
}

/** What the boundary takes. */
export interface ErrorBoundaryProps {
  readonly panel: string;
  readonly report: (problem: Problem) => void;
  readonly children: ReactNode;
}

interface ErrorBoundaryState {
  readonly message: string | null;
  readonly retries: number;
}

const MOST_RETRIES = 3;

/** One panel of the page; the others go on when it fails. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, ErrorBoundaryState> {
  override state: ErrorBoundaryState = { message: null, retries: 0 };

  /** What is drawn in place of the panel. */
  static getDerivedStateFromError(thrown: unknown): Pick<ErrorBoundaryState, "message"> {
    // TODO(human)[error-boundary]: what the boundary has to keep so that
    // `render` shows the failure
    // Hint: React calls this while it draws, and puts what you return into
    // `state`
    // Hint: anything can be thrown: `messageOf` has words for all of it
    throw new Error("TODO(human): ErrorBoundary.getDerivedStateFromError");
  }

  /** Tells of the failure, once. */
  override componentDidCatch(thrown: unknown, info: ErrorInfo): void {
    // TODO(human)[error-boundary]: report the panel, the message, and the
    // first line of where it happened
    // Hint: `info.componentStack` begins with an empty line and may be missing
    // Hint: what the report has is the type `Problem`
    throw new Error("TODO(human): ErrorBoundary.componentDidCatch");
  }

  /** Draws the panel again, for somebody who asked for it; counts how often. */
  tryAgain(): void {
    // TODO(human)[error-boundary]: forget the failure and count the attempt
    // Hint: the new count depends on the old one: hand `setState` a function
    throw new Error("TODO(human): ErrorBoundary.tryAgain");
  }

  override render(): ReactNode {
    const { message, retries } = this.state;
    if (message === null) {
      return this.props.children;
    }
    return (
      <div role="alert" className="failure">
        <p>
          {this.props.panel} cannot be shown: {message}
        </p>
        {retries < MOST_RETRIES ? (
          <button type="button" onClick={() => this.tryAgain()}>
            Try again
          </button>
        ) : (
          <p>Please load the page again.</p>
        )}
      </div>
    );
  }
}
