import { render } from 'preact';
import { Board } from './Board.tsx';
import './base.css';
import './parts.css';

const root = document.getElementById('root');
if (root) render(<Board />, root);
